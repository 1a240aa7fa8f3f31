"""What a person may choose in a rule: values of conditions and of actions, each with what it is called."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from inbox.lists.filters import ME, NOBODY
from inbox.models import Calendar, ClaimKind, Webhook
from inbox.models.ticket import Priority, Resolution
from inbox.orders.states import OrderState
from inbox.rules.actions.handing import ASSIGNEE, LEADS
from inbox.rules.past import CHANGES
from inbox.tickets.topics import TOPICS
from inbox.views.lists.filter_fields import Offer, choices_of
from templates_app.candidates import usable_templates
from templates_app.library.names import shown_name

Choices = Iterable[tuple[Any, Any]]
"""Codes with their labels, not yet as texts."""


def choices_of_field(name: str, offer: Offer) -> list[tuple[str, str]]:
    """Of a field of conditions; most are those of the filters of lists."""
    offered = _OF_FIELDS[name](offer) if name in _OF_FIELDS else choices_of(name, offer)
    skipped = (ME, OrderState.NONE) if name in ("assignee", "order") else ()
    return [(str(code), str(label)) for code, label in offered if code not in skipped]


def choices_of_action(name: str, offer: Offer) -> list[tuple[str, str]]:
    """Of an action that is not typed."""
    return [(str(code), str(label)) for code, label in _OF_ACTIONS[name](offer)]


def is_typed(action: str) -> bool:
    """Whether what it is given is written freely instead of chosen."""
    return action not in _OF_ACTIONS


def _people(offer: Offer) -> Choices:
    return [(person.pk, person) for person in offer.people]


def _templates(*, asking: bool = True) -> Choices:
    """asking: also those that ask questions of an agent."""
    found = usable_templates()
    return [(one.pk, shown_name(one)) for one in found if asking or not (one.published and one.published.questions)]


_LEVELS = [("1", "1"), ("2", "2")]

_OF_FIELDS: Mapping[str, Callable[[Offer], Choices]] = {
    "priority": lambda _offer: Priority.choices,
    "resolution": lambda _offer: Resolution.choices,
    "claim_kind": lambda _offer: ClaimKind.choices,
    "open_hours": lambda _offer: [(one.pk, one.name) for one in Calendar.objects.kept().order_by("name")],
    "change": lambda _offer: [(kind, kind.label) for kind in CHANGES],
}
_OF_ACTIONS: Mapping[str, Callable[[Offer], Choices]] = {
    "topic": lambda _offer: TOPICS.items(),
    "level": lambda _offer: _LEVELS,
    "priority": lambda _offer: Priority.choices,
    "assign": lambda offer: [(NOBODY, _("nobody")), *_people(offer)],
    "notify": lambda offer: [(ASSIGNEE, _("whoever has the ticket")), (LEADS, _("the team leads")), *_people(offer)],
    "draft": lambda _offer: _templates(),
    "acknowledge": lambda _offer: _templates(asking=False),
    "answer": lambda _offer: _templates(asking=False),
    "write_first": lambda _offer: _templates(asking=False),
    "webhook": lambda _offer: [(one.pk, one.name) for one in Webhook.objects.all()],
}
