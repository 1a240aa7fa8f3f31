"""What a row of the list shows, as each user chooses it, besides buyer, subject and first words."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.models import User


class Column(StrEnum):
    LEFT = "left"
    ASSIGNEE = "assignee"
    TOPIC = "topic"
    ORDER = "order"
    LANGUAGE = "language"
    ACCOUNT = "account"
    LEVEL = "level"
    LAST_MESSAGE = "last_message"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]


_LABELS = {
    Column.LEFT: _("Time left"),
    Column.ASSIGNEE: _("Assignee"),
    Column.TOPIC: _("Topic"),
    Column.ORDER: _("Order"),
    Column.LANGUAGE: _("Language"),
    Column.ACCOUNT: _("Account"),
    Column.LEVEL: _("Level"),
    Column.LAST_MESSAGE: _("Last message"),
}
PROPOSED = (Column.LEFT, Column.ASSIGNEE)
BELOW = tuple(column for column in Column if column not in PROPOSED)
"""These stand in a line of their own, in this order."""


def columns_of(user: User) -> frozenset[Column]:
    """Those that the user has chosen; unknown ones count for nothing."""
    chosen = PROPOSED if user.list_fields is None else user.list_fields
    return frozenset(column for column in Column if column in chosen)
