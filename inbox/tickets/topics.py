"""What tickets are about: a small list of our own, and beside it whatever the marketplaces call their reasons.

A marketplace's own code stays as it came (Ticket.topic); policies, checklists and figures go by either.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.registry import connectors
from inbox.bulk import update_rows
from inbox.models import EventKind, Ticket, User
from inbox.tickets.changing import change_many, locked_many, log_many, refresh_many, write_many
from inbox.tickets.errors import NoSuchTopic
from inbox.understanding.classification import FORMER_TOPICS, Topic
from inbox.understanding.noting import note_of_tickets

TOPICS: Final[Mapping[str, str | Promise]] = {
    Topic.DELIVERY: gettext_lazy("Delivery"),
    Topic.PAYMENT: gettext_lazy("Payment"),
    Topic.RETURNS: gettext_lazy("Return, exchange"),
    Topic.REFUND: gettext_lazy("Refund"),
    Topic.DEFECTIVE: gettext_lazy("Damaged or defective"),
    Topic.WRONG_ITEM: gettext_lazy("Wrong or missing item"),
    Topic.INVOICE: gettext_lazy("Invoice"),
    Topic.CANCELLATION: gettext_lazy("Change or cancel the order"),
    Topic.WITHDRAWAL: gettext_lazy("Withdrawal"),
    Topic.GUARANTEE: gettext_lazy("Legal guarantee"),
    Topic.PRODUCT_QUESTION: gettext_lazy("Question about the product"),
    Topic.THANKS: gettext_lazy("Thanks"),
    Topic.OTHER: gettext_lazy("Something else"),
}
"""Our own, by code. Codes are stored and stay."""


def name_of_topic(code: str) -> str:
    """In the reader's language, where no ticket says whose it is: one of ours, also by the code it once had, or of
    whichever marketplace knows it; any other code as it is."""
    known = FORMER_TOPICS.get(code, code)
    if known in TOPICS:
        return str(TOPICS[known])
    names = (connector.topic_labels.get(code) for connector in connectors().values())
    return _(name) if (name := next(filter(None, names), "")) else code


def topic_choices(ticket: Ticket) -> list[tuple[str, str]]:
    """What the ticket's topic may be, as code and name: ours, and its marketplace's own where it has other names."""
    codes = {str(name): code for code, name in TOPICS.items()}
    for code, name in ticket.account.connector_class.topic_labels.items():
        codes.setdefault(_(name), code)
    if ticket.topic:
        codes[topic_name(ticket)] = ticket.topic
    return [(code, name) for name, code in codes.items()]


def called_alike(code: str) -> list[str]:
    """Every code that a marketplace calls as this one, always in the same order; itself alone where nobody knows it."""
    if code not in TOPICS:
        for connector in connectors().values():
            if name := connector.topic_labels.get(code):
                return [one for one, other in connector.topic_labels.items() if other == name]
    return [code]


def topic_name(ticket: Ticket) -> str:
    """The name of the ticket's topic in the reader's language; a code that nobody knows as it came, "" without one."""
    if ticket.topic in TOPICS:
        return str(TOPICS[ticket.topic])
    name = ticket.account.connector_class.topic_labels.get(ticket.topic, ticket.topic)
    return _(name) if name else ""


def set_topic(ticket: Ticket, *, topic: str, by: User | None, now: datetime, message_id: int | None = None) -> None:
    """Say what the ticket is about; "" = nobody knows. What arrives later changes it no more.

    message_id: the message that names the matter; what the law gives counts from there.
    Raises NoSuchTopic for a code that neither side knows.
    """
    set_topic_of_many([ticket], topic=topic, by=by, now=now, message_id=message_id)
    ticket.refresh_from_db()


def set_topic_of_many(
    tickets: Sequence[Ticket], *, topic: str, by: User | None, now: datetime, message_id: int | None = None
) -> None:
    """The same of several: of all of them, or an error and nothing is changed."""
    with transaction.atomic():
        current = locked_many(tickets)
        if not all(_may_be(ticket, topic) for ticket in current):
            raise NoSuchTopic(topic=topic)
        before = {ticket.pk: ticket.topic for ticket in current}
        changed = [ticket for ticket in current if ticket.topic != topic]
        write_many(changed, now=now, topic=topic)
        log_many(changed, by=by, now=now, kind=EventKind.TOPIC, before=before, after=topic, message_id=message_id)
        refresh_many(changed, now)
        if by is not None and topic in TOPICS:
            note_of_tickets({ticket.pk: before[ticket.pk] for ticket in changed}, "topic", after=topic)
        _said_by_people(current, "topic")


def set_level(ticket: Ticket, *, level: int | None, by: User | None, now: datetime) -> None:
    """1 = solved in one go, 2 = acknowledged first and answered later, None = not said."""
    set_level_of_many([ticket], level=level, by=by, now=now)
    ticket.refresh_from_db()


def set_level_of_many(tickets: Sequence[Ticket], *, level: int | None, by: User | None, now: datetime) -> None:
    """The same of several."""
    with transaction.atomic():
        current = locked_many(tickets)
        before = {ticket.pk: ticket.level for ticket in current}
        changed = change_many(current, by=by, now=now, kind=EventKind.LEVEL, before=before, after=level, level=level)
        refresh_many(changed, now)
        if by is not None and level is not None:
            note_of_tickets({ticket.pk: before[ticket.pk] for ticket in changed}, "level", after=level)
        _said_by_people(current, "level")


def said_by_people(ticket: Ticket, column: str) -> None:
    """What is read in later messages does not change this column any more. ticket: locked."""
    _said_by_people([ticket], column)


def _said_by_people(tickets: Sequence[Ticket], column: str) -> None:
    unsaid = [ticket for ticket in tickets if column not in ticket.corrected]
    for ticket in unsaid:
        ticket.corrected = [*ticket.corrected, column]
    update_rows(Ticket, ["corrected"], unsaid)


def _may_be(ticket: Ticket, topic: str) -> bool:
    return topic in ("", ticket.topic, *TOPICS, *ticket.account.connector_class.topic_labels)
