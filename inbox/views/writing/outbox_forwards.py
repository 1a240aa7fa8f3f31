"""Mails to carriers and suppliers as the outbox shows them: on their way, and those that wait for a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from inbox.forwards.marks import bare_subject
from inbox.models import Delivery, Forward, Ticket, User
from inbox.views.marks import Mark, mark_of
from inbox.views.writing.forward_words import ForwardState, forward_state
from inbox.words.times import exact, moment

MOST = 100
LONGEST_TEXT = 400


@dataclass(frozen=True)
class ForwardLine:
    id: int
    ticket: Ticket
    mark: Mark
    to: str
    subject: str
    author: str
    text: str
    at: str
    exact: str
    state: ForwardState


def forward_lines(user: User, *, now: datetime) -> list[ForwardLine]:
    """Those that this user may see, the oldest first."""
    open_ones = Q(delivery__in=[Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE])
    refused = Q(delivery=Delivery.REFUSED, settled_at=None)
    found = Forward.objects.visible_to(user).filter(open_ones | refused).order_by("written_at", "id")
    return [_line(forward, now) for forward in found.select_related("ticket__account", "user")[:MOST]]


def _line(forward: Forward, now: datetime) -> ForwardLine:
    return ForwardLine(
        id=forward.pk,
        ticket=forward.ticket,
        mark=mark_of(forward.ticket.account.marketplace),
        to=forward.to,
        subject=bare_subject(forward.subject),
        author=str(forward.user) if forward.user else "",
        text=forward.body_text[:LONGEST_TEXT],
        at=moment(forward.written_at, now=now),
        exact=exact(forward.written_at),
        state=forward_state(forward, now=now),
    )
