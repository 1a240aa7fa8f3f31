"""Put together the proof of one ticket. Internal notes are left out of it; the log says that there were some."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import Q

from inbox.deadlines.clock_records import WITH_VERSIONS, clocks_of_claims, clocks_of_ticket, clocks_of_wait
from inbox.models import Attachment, EventSeal, Message, MessageDirection, Ticket, TicketEvent
from inbox.proof.digests import START, LogEntry
from inbox.proof.log import entries
from inbox.proof.records import Proof, ProvenEntry, ProvenFile, ProvenMessage, ProvenWait
from inbox.proof.verifying import verify


def proof_of(ticket: Ticket, now: datetime, *, with_texts: bool) -> Proof:
    """A fixed number of queries; reads the files of its messages."""
    log = list(entries(TicketEvent.objects.filter(ticket=ticket).order_by("id")))
    seals = list(EventSeal.objects.filter(ticket=ticket).order_by("number"))
    return Proof(
        ticket=ticket,
        made_at=now,
        messages=list(_messages(ticket, with_texts=with_texts)),
        waits=list(_waits(ticket, now)),
        clocks=[*clocks_of_claims(ticket, now), *clocks_of_ticket(ticket, now)],
        entries=_entries(log, seals),
        verdict=verify(log, seals, now=now),
    )


def _messages(ticket: Ticket, *, with_texts: bool) -> Iterator[ProvenMessage]:
    its = Q(ticket=ticket) | Q(counts_for=ticket) | Q(through=ticket)
    found = Message.objects.filter(its).exclude(direction=MessageDirection.NOTE).order_by("written_at", "id")
    for message in found.prefetch_related("attachments"):
        yield ProvenMessage(
            id=message.pk,
            author=_author(message),
            written_at=message.written_at,
            fetched_at=message.fetched_at,
            stored_at=message.stored_at,
            sent_at=message.attempted_at,
            accepted_at=message.accepted_at,
            confirmed_at=message.confirmed_at,
            delivery=message.delivery,
            marketplace_id=message.external_id,
            sha256=hashlib.sha256(message.body_text.encode()).hexdigest(),
            text=message.body_text if with_texts else None,
            files=[_file(attachment) for attachment in message.attachments.all()],
        )


def _author(message: Message) -> str:
    if message.direction == MessageDirection.IN:
        return "buyer"
    if message.direction == MessageDirection.SYSTEM:
        return "marketplace"
    if message.automatic:
        return "automatic"
    return "agent" if message.user_id or message.attempted_at or message.delivery != "accepted" else "outside"


def _file(attachment: Attachment) -> ProvenFile:
    name = attachment.file.name
    if not name or not default_storage.exists(name):
        return ProvenFile(attachment.name, attachment.size, "")
    with default_storage.open(name, "rb") as content:
        digest = hashlib.sha256()
        for chunk in content.chunks():
            digest.update(chunk)
    return ProvenFile(attachment.name, attachment.size, digest.hexdigest())


def _waits(ticket: Ticket, now: datetime) -> Iterator[ProvenWait]:
    for cycle in ticket.cycles.select_related(*WITH_VERSIONS).order_by("number"):
        yield ProvenWait(
            number=cycle.number,
            opened_at=cycle.opened_at,
            opened_by=cycle.opened_by_id,
            acknowledged_at=cycle.acknowledged_at,
            ended_at=cycle.ended_at,
            end_reason=cycle.end_reason,
            answered_by=cycle.answered_by_id,
            late_at_arrival=cycle.late_at_arrival,
            clocks=list(clocks_of_wait(cycle, now)),
        )


def _entries(log: Sequence[LogEntry], seals: Sequence[EventSeal]) -> list[ProvenEntry]:
    """In the order of the chain, then what is not sealed yet."""
    by_id = {entry.id: entry for entry in log}
    found, previous = [], START
    for seal in seals:
        if entry := by_id.pop(seal.event_id, None):
            found.append(_entry(entry, seal, previous))
        previous = bytes(seal.digest)
    return [*found, *(_entry(entry, None, START) for entry in by_id.values())]


def _entry(entry: LogEntry, seal: EventSeal | None, previous: bytes) -> ProvenEntry:
    return ProvenEntry(
        id=entry.id,
        at=entry.at,
        kind=entry.kind,
        user_id=entry.user_id,
        message_id=entry.message_id,
        before=entry.before,
        after=entry.after,
        number=seal.number if seal else None,
        sealed_at=seal.sealed_at if seal else None,
        salt=bytes(seal.salt).hex() if seal else "",
        content=bytes(seal.content).hex() if seal else "",
        previous=previous.hex() if seal else "",
        digest=bytes(seal.digest).hex() if seal else "",
    )
