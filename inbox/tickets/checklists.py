"""Steps to take on a ticket, typed in or from a ready-made list for its topic."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from connectors.text import storable
from inbox.models import Checklist, ChecklistStep, EventKind, Ticket, User
from inbox.models.checklist import LONGEST_STEP
from inbox.tickets.changing import locked, log, write
from inbox.tickets.errors import NoChecklist, TooManySteps
from inbox.tickets.topics import TOPICS

MOST_STEPS = 30
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
"""Those that do not break stay, as French wants them before : ; ? !"""
READY_MADE: Final[Mapping[str, Sequence[str | Promise]]] = {
    "withdrawal": (
        _("Acknowledge the withdrawal with date and time"),
        _("Send the return address or label"),
        _("Note when the parcel comes back"),
        _("Refund within 14 days of the withdrawal, delivery included"),
    ),
    "guarantee": (
        _("Ask for a picture and a description of the defect"),
        _("Offer repair or replacement, as the buyer chooses"),
        _("Put it right within 30 days"),
        _("If that fails: offer a lower price or the money back"),
    ),
    "defective": (
        _("Ask for pictures of the item and the parcel"),
        _("Report the damage to the carrier"),
        _("Offer a replacement or a refund"),
    ),
    "delivery": (
        _("Look at the tracking"),
        _("Open an inquiry with the carrier"),
        _("Tell the buyer when he will hear more"),
        _("Send it again or refund"),
    ),
}
"""The lists that come with Guichet, by topic, until a lead writes another."""


def list_for(topic: str) -> list[str]:
    """The steps for a topic: the shop's own, else the ready-made ones in the reader's language; none for no topic."""
    own = Checklist.objects.filter(topic=topic).first() if topic else None
    return list(own.steps) if own else [str(step) for step in READY_MADE.get(topic, ())]


def topics_with_lists() -> list[str]:
    """Our topics that have steps, in their order. One query."""
    own = dict(Checklist.objects.values_list("topic", "steps"))
    return [topic for topic in TOPICS if own.get(topic, READY_MADE.get(topic))]


def save_list(topic: str, steps: Sequence[str], *, by: User, now: datetime) -> None:
    """Keep the shop's own list for a topic. No steps: the topic has none. Tickets keep the steps they have."""
    values = {"steps": _cleaned(steps), "changed_at": now, "changed_by": by}
    Checklist.objects.update_or_create(topic=topic, defaults=values)


def forget_list(topic: str) -> None:
    """Go back to the ready-made list."""
    Checklist.objects.filter(topic=topic).delete()


def use_list(ticket: Ticket, *, by: User, now: datetime, topic: str = "") -> None:
    """Put the steps for a topic, its own if none is given, on the ticket. Raises NoChecklist if there are none."""
    steps = list_for(topic or ticket.topic)
    if not steps:
        raise NoChecklist
    add_steps(ticket, steps, by=by, now=now)


def add_steps(ticket: Ticket, steps: Sequence[str], *, by: User, now: datetime) -> None:
    """Add steps at the end; empty ones, and such as are there and still to do, are left out. Raises TooManySteps."""
    with transaction.atomic():
        current = locked(ticket)
        there = list(ChecklistStep.objects.filter(ticket=current).values_list("text", "done_at"))
        to_do = {text for text, done_at in there if done_at is None}
        new = [step for step in _cleaned(steps) if step not in to_do]
        if len(there) + len(new) > MOST_STEPS:
            raise TooManySteps(most=MOST_STEPS)
        ChecklistStep.objects.bulk_create(ChecklistStep(ticket=current, text=step) for step in new)
        if new:
            _note(current, before=len(there), after=len(there) + len(new), by=by, now=now)


def tick(step: ChecklistStep, *, by: User, now: datetime) -> None:
    """Say that a step is done; the first one who says so counts."""
    with transaction.atomic():
        current = locked(step.ticket)
        if ChecklistStep.objects.filter(pk=step.pk, done_at=None).update(done_at=now, done_by=by):
            _note(current, before=False, after=True, by=by, now=now)


def untick(step: ChecklistStep, *, by: User, now: datetime) -> None:
    with transaction.atomic():
        current = locked(step.ticket)
        if ChecklistStep.objects.filter(pk=step.pk).exclude(done_at=None).update(done_at=None, done_by=None):
            _note(current, before=True, after=False, by=by, now=now)


def remove_step(step: ChecklistStep, *, by: User, now: datetime) -> None:
    with transaction.atomic():
        current = locked(step.ticket)
        count = ChecklistStep.objects.filter(ticket=current).count()
        if ChecklistStep.objects.filter(pk=step.pk).delete()[0]:
            _note(current, before=count, after=count - 1, by=by, now=now)


def _note(ticket: Ticket, *, before: int, after: int, by: User, now: datetime) -> None:
    """Numbers of steps, or whether one is done: what the steps say stays out of the log."""
    write(ticket, now=now)
    log(ticket, by=by, now=now, kind=EventKind.CHECKLIST, before=before, after=after)


def _cleaned(steps: Sequence[str]) -> list[str]:
    cleaned = (_SPACES.sub(" ", storable(step)).strip()[:LONGEST_STEP] for step in steps)
    return list(dict.fromkeys(filter(None, cleaned)))[:MOST_STEPS]
