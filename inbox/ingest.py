"""Turn what a connector fetched into raw items, notices and tickets. Re-reading anything is a no-op.

The caller holds the account's lock and a transaction, and moves the cursor in the same one:
raw items first, then what each means (inbox/arrivals.py takes the messages in).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.errors import UnexpectedAnswer
from connectors.incoming import Incoming, IncomingMessage, IncomingNotice, RawPayload
from connectors.models import Account, Notice, RawItem
from inbox.arrivals import take_in_messages
from inbox.bulk import insert_new


@dataclass(frozen=True)
class Counts:
    """new: stored for the first time. repeated: known already. unreadable: kept raw, with a reason."""

    new: int = 0
    repeated: int = 0
    unreadable: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.new + other.new, self.repeated + other.repeated, self.unreadable + other.unreadable)


Read = Callable[[RawPayload], Incoming]


def ingest(account: Account, items: Sequence[RawPayload], *, read: Read, now: datetime, quiet: bool) -> Counts:
    """Store `items` raw and take in what they mean.

    quiet: a first import or back-fill: answered conversations arrive closed, nothing counts as unread.
    """
    fresh = _store_raw(account, items, now)
    readable, problems = _read_all(fresh, read)
    if problems:
        RawItem.objects.bulk_update(
            [RawItem(id=raw_id, problem=problem) for raw_id, problem in problems], ["problem"], batch_size=500
        )
    new = take_in(account, readable, now=now, quiet=quiet)
    return Counts(new=new, repeated=len(items) - new - len(problems), unreadable=len(problems))


def reread_unreadable(account: Account, *, read: Read, now: datetime) -> Counts:
    """Try again what could not be read, from what was stored."""
    rows = RawItem.objects.filter(account=account).exclude(problem="").order_by("id")
    fresh = {row.id: RawPayload(row.kind, row.key, json.loads(row.body), row.version) for row in rows}
    readable, problems = _read_all(fresh, read)
    still = dict(problems)
    RawItem.objects.filter(id__in=[raw_id for raw_id in fresh if raw_id not in still]).update(problem="")
    new = take_in(account, readable, now=now, quiet=False)
    return Counts(new=new, repeated=len(fresh) - new - len(still), unreadable=len(still))


def take_in(account: Account, incoming: Iterable[Incoming], *, now: datetime, quiet: bool) -> int:
    """Store messages and notices that are not known yet; return how many were new."""
    messages: dict[str, IncomingMessage] = {}
    notices: dict[str, IncomingNotice] = {}
    for thing in incoming:
        if isinstance(thing, IncomingMessage):
            messages.setdefault(thing.external_id, thing)
        elif isinstance(thing, IncomingNotice):
            notices.setdefault(thing.external_id, thing)
    return _take_in_notices(account, notices, now) + take_in_messages(account, messages, now=now, quiet=quiet)


def _store_raw(account: Account, items: Sequence[RawPayload], now: datetime) -> dict[int, RawPayload]:
    """Insert what is new; return it by raw id."""
    by_identity: dict[tuple[str, str, str], RawPayload] = {}
    rows = []
    fetched_at = now.isoformat()
    for item in items:
        body = json.dumps(item.body, ensure_ascii=True, separators=(",", ":"))
        version = item.version or hashlib.sha256(body.encode()).hexdigest()
        identity = (item.kind, item.key, version)
        if identity not in by_identity:
            by_identity[identity] = item
            rows.append((account.id, *identity, body, "", fetched_at, ""))
    inserted = insert_new(
        RawItem,
        ["account", "kind", "key", "version", "body", "blob", "fetched_at", "problem"],
        rows,
        returning=["id", "kind", "key", "version"],
    )
    return {raw_id: by_identity[(kind, key, version)] for raw_id, kind, key, version in inserted}


def _read_all(fresh: Mapping[int, RawPayload], read: Read) -> tuple[list[Incoming], list[tuple[int, str]]]:
    readable: list[Incoming] = []
    problems: list[tuple[int, str]] = []
    for raw_id, item in fresh.items():
        try:
            readable.append(read(item))
        except UnexpectedAnswer as error:
            problems.append((raw_id, str(error) or "unreadable"))
    return readable, problems


def _take_in_notices(account: Account, notices: Mapping[str, IncomingNotice], now: datetime) -> int:
    rows = [
        (account.id, notice.external_id, notice.subject, notice.text, notice.html, notice.written_at, now)
        for notice in notices.values()
    ]
    fields = ["account", "external_id", "subject", "text", "html", "written_at", "fetched_at"]
    return len(insert_new(Notice, fields, rows, returning=["id"]))
