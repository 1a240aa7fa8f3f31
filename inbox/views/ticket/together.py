"""Colleagues at the same ticket: who looks, who writes, and what they have typed so far, to be read only."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.models import Draft, Ticket, User
from inbox.presence import Present
from inbox.words.times import at_moment, exact

LONGEST_DRAFT = 4000


@dataclass(frozen=True)
class Colleague:
    """words: what he is doing there, for the eye and for screen readers."""

    name: str
    initials: str
    writes: bool
    words: str


@dataclass(frozen=True)
class DraftOf:
    """A colleague's unsent reply."""

    name: str
    initials: str
    text: str
    kept: str
    exact: str


@dataclass(frozen=True)
class Together:
    """version: another one whenever something of it changes."""

    version: str
    colleagues: Sequence[Colleague]
    drafts: Sequence[DraftOf]


def version_of(present: Iterable[Present]) -> str:
    """What tells one state of these people from another, also of what they have typed; empty if nobody is there."""
    states = sorted(f"{one.ticket_id}:{one.user_id}:{one.wrote_at}" for one in present)
    return hashlib.sha256(" ".join(states).encode()).hexdigest()[:16] if states else ""


def others_at(ticket_id: int, user: User, present: Iterable[Present]) -> list[Present]:
    return [one for one in present if one.ticket_id == ticket_id and one.user_id != user.pk]


def together_of(
    ticket: Ticket, *, user: User, present: Sequence[Present], drafts: Iterable[Draft], now: datetime
) -> Together:
    """present: everybody, anywhere. drafts: of this ticket with their writers; the user's own is left out."""
    others = others_at(ticket.pk, user, present)
    people = User.objects.in_bulk([one.user_id for one in others]) if others else {}
    colleagues = [colleague(people[one.user_id], one) for one in others if one.user_id in people]
    return Together(
        version=version_of(others),
        colleagues=sorted(colleagues, key=lambda colleague: (not colleague.writes, colleague.name)),
        drafts=[_draft(draft, now=now) for draft in drafts if draft.text and draft.user_id not in (None, user.pk)],
    )


def colleague(person: User, present: Present) -> Colleague:
    """One person as marks show him."""
    words = _("%(name)s is writing") if present.writes else _("%(name)s is looking at this ticket")
    return Colleague(str(person), person.initials, present.writes, words % {"name": person})


def drafts_of(ticket: Ticket) -> list[Draft]:
    """Everybody's drafts of this ticket with their writers, the newest first."""
    return list(Draft.objects.filter(ticket=ticket).select_related("user").order_by("-updated_at"))


def _draft(draft: Draft, *, now: datetime) -> DraftOf:
    return DraftOf(
        name=str(draft.user),
        initials=draft.user.initials if draft.user else "",
        text=draft.text[:LONGEST_DRAFT],
        kept=at_moment(draft.updated_at, now=now),
        exact=exact(draft.updated_at),
    )
