"""What groups of a kind are called, in heads of columns."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

HEADINGS: Mapping[str, Callable[[], str]] = {
    "day": lambda: _("Day"),
    "week": lambda: _("Week"),
    "month": lambda: _("Month"),
    "marketplace": lambda: _("Marketplace"),
    "account": lambda: _("Account"),
    "channel": lambda: _("Sales channel"),
    "agent": lambda: _("Agent"),
    "team": lambda: _("Team"),
    "language": lambda: _("Language"),
    "topic": lambda: _("Topic"),
    "level": lambda: _("Level"),
    "kind": lambda: _("Kind of ticket"),
    "part": lambda: pgettext("of cases", "Kind"),
}
