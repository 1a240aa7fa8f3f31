"""Seal what was written into the log: after its commit, in batches, so that nothing that writes has to wait.

Ids are given before the commit, so a lower one may appear after a higher one. Entries are therefore looked for from
`settled` on, which follows ten minutes behind; and once a day in the whole log.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from inbox.models import EventSeal, SealProgress, TicketEvent
from inbox.proof.digests import START, LogEntry, content_digest, link_digest
from inbox.proof.log import entries

BATCH = 2000
SETTLES_AFTER = timedelta(minutes=10)
"""No transaction of ours takes nearly so long."""
SWEEP_EVERY = timedelta(days=1)
_LOCK = "guichet:seals"


def seal_log(now: datetime) -> int:
    """Seal every entry without a seal; return how many. 0 too while another worker is at it."""
    progress, _ = SealProgress.objects.get_or_create(pk=1, defaults={"seen_at": now, "swept_at": now})
    sweeps = now - progress.swept_at >= SWEEP_EVERY
    newest = TicketEvent.objects.aggregate(newest=Max("id"))["newest"] or 0
    after, total = 0 if sweeps else progress.settled, 0
    while batch := _seal_batch(after, now):
        total += len(batch)
        after = batch[-1].id
        if len(batch) < BATCH:
            break
    _note(progress, newest, sweeps=sweeps, now=now)
    return total


def wait_for_sealing() -> None:
    """Let no entry be sealed until the transaction ends; for what takes words out of the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])


def forget_salts(event_ids: Sequence[int]) -> None:
    """Let the digests of words that are erased tell nothing any more. Inside an erasure's transaction (`erasing`)."""
    EventSeal.objects.filter(event_id__in=event_ids).update(salt=b"")


@transaction.atomic
def _seal_batch(after: int, now: datetime) -> list[LogEntry]:
    """Seal the oldest entries beyond `after` that have no seal; none while another holds the lock."""
    if not _is_ours():
        return []
    unsealed = TicketEvent.objects.filter(~Exists(EventSeal.objects.filter(event_id=OuterRef("id"))), id__gt=after)
    found = list(entries(unsealed.order_by("id")[:BATCH]))
    heads = _heads({entry.ticket_id for entry in found})
    seals = []
    for entry in found:
        number, previous = heads.get(entry.ticket_id, (0, START))
        seal = _seal(entry, number + 1, previous, now=now)
        heads[entry.ticket_id] = (seal.number, bytes(seal.digest))
        seals.append(seal)
    EventSeal.objects.bulk_create(seals)
    return found


def _seal(entry: LogEntry, number: int, previous: bytes, *, now: datetime) -> EventSeal:
    salt = secrets.token_bytes(16)
    content = content_digest(entry, salt)
    digest = link_digest(previous, number, entry, content=content)
    return EventSeal(
        ticket_id=entry.ticket_id,
        number=number,
        event_id=entry.id,
        sealed_at=now,
        salt=salt,
        content=content,
        digest=digest,
    )


def _heads(ticket_ids: set[int]) -> dict[int, tuple[int, bytes]]:
    """The last link of each ticket that has one: its number and digest."""
    newest = EventSeal.objects.filter(ticket_id__in=ticket_ids).order_by("ticket_id", "-number").distinct("ticket_id")
    return {
        ticket_id: (number, bytes(digest))
        for ticket_id, number, digest in newest.values_list("ticket_id", "number", "digest")
    }


def _note(progress: SealProgress, newest: int, *, sweeps: bool, now: datetime) -> None:
    if now - progress.seen_at >= SETTLES_AFTER:
        progress.settled, progress.seen, progress.seen_at = progress.seen, newest, now
    if sweeps:
        progress.swept_at = now
    progress.save(update_fields=["settled", "seen", "seen_at", "swept_at"])


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])
