"""Recognise our own replies among what the marketplace shows, so that none becomes a second message."""

import html
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from connectors.incoming import Direction, IncomingMessage
from inbox.arriving.threads import remember_reply
from inbox.models import Cause, Delivery, EventKind, Message, Ticket, TicketEvent

CLOCK_SKEW = timedelta(minutes=2)
"""How far the marketplace's clock may be behind ours when a reply of ours is looked for."""
UNMISTAKABLE = 20
"""So many characters at the start of a longer text do not stand there by chance."""
_ACCEPTED_FIELDS = ["delivery", "external_id", "accepted_at", "confirmed_at", "fetched_at", "lease_until"]
_ACCEPTED_FIELDS += ["cause", "reason", "remedy"]


def recognise_own(
    tickets: Mapping[int, Ticket], threads: dict[str, list[IncomingMessage]], now: datetime
) -> list[tuple[Ticket, IncomingMessage]]:
    """Find replies of ours among what came in: they are accepted, not new. Takes them out of `threads`.

    Looked at: replies being sent, unsure ones, and ones given up as never arrived, not older than their attempt.
    tickets: those of the conversations by id, and those they were merged into, locked by the caller, so that no worker
    records an acceptance meanwhile.
    """
    if not any(m.direction == Direction.OUT for thread in threads.values() for m in thread):
        return []
    _leave_out_recorded(tickets, threads)
    open_replies: dict[str, list[Message]] = defaultdict(list)
    candidates = (
        Message.objects.select_for_update(of=("self",))
        .select_related("through")
        .filter(ticket_id__in=tickets, external_id="", attempted_at__isnull=False)
        .filter(
            Q(delivery__in=[Delivery.SENDING, Delivery.UNSURE])
            | Q(delivery=Delivery.REFUSED, cause__in=[Cause.NOT_SHOWN, Cause.NOT_SENT])
        )
    )
    for reply in sorted(
        candidates, key=lambda reply: (reply.delivery == Delivery.REFUSED, reply.attempted_at, reply.id)
    ):
        reply.ticket = tickets[reply.ticket_id]
        open_replies[reply.place.thread_id].append(reply)
    recognised: list[tuple[Ticket, IncomingMessage]] = []
    for thread_id, thread in threads.items():
        if not open_replies[thread_id]:
            continue
        left: list[IncomingMessage] = []
        for incoming in thread:
            ours = _match(incoming, open_replies[thread_id])
            if ours is None:
                left.append(incoming)
                continue
            open_replies[thread_id].remove(ours)
            at = incoming.written_at
            accept(ours, external_id=incoming.external_id, accepted_at=at, now=now, confirmed_at=at)
            recognised.append((ours.ticket, incoming))
        threads[thread_id] = left
    return recognised


def _leave_out_recorded(tickets: Mapping[int, Ticket], threads: dict[str, list[IncomingMessage]]) -> None:
    """Take out what a worker recorded as accepted after the caller had asked what is known."""
    sent = {m.external_id for thread in threads.values() for m in thread if m.direction == Direction.OUT}
    of_tickets = Message.objects.filter(account__in={ticket.account_id for ticket in tickets.values()})
    recorded = set(of_tickets.filter(external_id__in=sent).values_list("external_id", flat=True))
    if recorded:
        for thread_id, thread in threads.items():
            threads[thread_id] = [message for message in thread if message.external_id not in recorded]


def _match(incoming: IncomingMessage, replies: Sequence[Message]) -> Message | None:
    if incoming.direction != Direction.OUT:
        return None
    for reply in replies:
        started = reply.attempted_at
        if started and incoming.written_at >= started - CLOCK_SKEW and same_text(incoming.text, reply.body_text):
            return reply
    return None


def accept(
    reply: Message, *, external_id: str, accepted_at: datetime, now: datetime, confirmed_at: datetime | None
) -> None:
    """Record that the marketplace has the reply. Its cycle is refreshed by the caller.

    confirmed_at: when it proved to have arrived; None if it may still come back.
    """
    before = reply.delivery
    reply.delivery = Delivery.ACCEPTED
    reply.external_id = external_id
    reply.accepted_at = min(accepted_at, now)
    reply.confirmed_at = confirmed_at and min(confirmed_at, now)
    reply.fetched_at = reply.fetched_at or now
    reply.lease_until = None
    reply.cause = reply.reason = reply.remedy = ""
    reply.save(update_fields=_ACCEPTED_FIELDS)
    remember_reply(reply)
    TicketEvent.objects.create(
        ticket_id=reply.ticket_id,
        at=now,
        kind=EventKind.DELIVERY,
        user_id=reply.user_id,
        message_id=reply.id,
        before={"delivery": before},
        after={"delivery": Delivery.ACCEPTED, "external_id": external_id},
    )


def same_text(one: str, other: str) -> bool:
    """Whether a marketplace could have made one of the other: white space and HTML escapes aside."""
    return bare(one) == bare(other)


def sent_as(reply: str, copy: str) -> bool:
    """Whether this is a copy of the reply: the same text, or one that goes on with what it quotes."""
    ours, theirs = bare(reply), bare(copy)
    return ours == theirs or (len(ours) >= UNMISTAKABLE and theirs.startswith(ours))


def bare(text: str) -> str:
    """The text without what carries no words: white space as one space, HTML escapes as what they stand for."""
    return " ".join(html.unescape(text).split())
