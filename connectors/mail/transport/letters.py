"""From UIDs to payloads: mails in few commands and bounded memory, whole where they are not too large."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.errors import UnexpectedAnswer
from connectors.incoming import RawPayload
from connectors.mail.transport.imap import MONTHS, Imap
from connectors.mail.transport.imap_answers import text
from connectors.mail.transport.large import without_large_files

MAILS = 50
BYTES = 5 * 1024 * 1024
"""At most so many mails and bytes in one page; a mail larger than that is a page of its own."""

SIZES = 500
"""Of how many mails the sizes are asked for at a time."""

WHOLE = "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])"


@dataclass(frozen=True)
class Opened:
    """The folder that is open on the connection."""

    name: str
    uidvalidity: int


def batches(
    imap: Imap, opened: Opened, *, uids: Sequence[int], largest: int, problems: list[str]
) -> Iterator[tuple[tuple[RawPayload, ...], int]]:
    """Yield payloads and the last UID they reach to. A mail the server will not give adds a sentence to `problems`."""
    for start in range(0, len(uids), SIZES):
        some = uids[start : start + SIZES]
        sizes = {int(answer["UID"]): int(answer["RFC822.SIZE"]) for answer in imap.fetch(some, "(UID RFC822.SIZE)")}
        for group in _groups(some, sizes):
            found = {
                payload.key: payload
                for payload in _payloads(imap, opened, uids=group, sizes=sizes, largest=largest, problems=problems)
            }
            yield tuple(found.values()), group[-1]


def _groups(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
    group: list[int] = []
    total = 0
    for uid in uids:
        size = sizes.get(uid, 0)
        if group and (len(group) == MAILS or total + size > BYTES):
            yield group
            group, total = [], 0
        group.append(uid)
        total += size
    if group:
        yield group


def _payloads(
    imap: Imap,
    opened: Opened,
    *,
    uids: Sequence[int],
    sizes: Mapping[int, int],
    largest: int,
    problems: list[str],
) -> Iterator[RawPayload]:
    whole = [uid for uid in uids if sizes.get(uid, 0) <= largest]
    try:
        answers = list(imap.fetch(whole, WHOLE)) if whole else []
    except UnexpectedAnswer:
        answers = [answer for uid in whole for answer in _alone(imap, opened, uid, problems)]
    for answer in answers:
        blob = answer.get("BODY[]")
        if blob is not None or "BODY[]" in answer:
            yield _payload(opened, answer, blob=_raw(blob))
    for uid in uids:
        if sizes.get(uid, 0) > largest:
            for about, blob in without_large_files(imap, uid):
                yield _payload(opened, about, blob=blob, partial=True)


def _alone(imap: Imap, opened: Opened, uid: int, problems: list[str]) -> list[dict[str, Any]]:
    """One mail by itself, after the server refused a batch with it in it."""
    try:
        return list(imap.fetch([uid], WHOLE))
    except UnexpectedAnswer as error:
        problems.append(f"mail {uid} of the folder “{opened.name}” was left out: {error}")
        return []


def _payload(opened: Opened, answer: Mapping[str, Any], *, blob: bytes, partial: bool = False) -> RawPayload:
    body = {
        "folder": opened.name,
        "uidvalidity": opened.uidvalidity,
        "uid": int(answer["UID"]),
        "received_at": _instant(text(answer.get("INTERNALDATE"))),
        "size": int(answer.get("RFC822.SIZE") or len(blob)),
        "partial": partial,
    }
    return RawPayload(kind="mail", key=hashlib.sha256(blob).hexdigest(), body=body, version="1", blob=blob)


def _raw(value: Any) -> bytes:
    """The mail; servers may write a short or empty one as a quoted text or NIL."""
    return value if isinstance(value, bytes) else text(value).encode()


_INTERNALDATE = re.compile(r"\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$")


def _instant(internal_date: str) -> str:
    """`17-Jul-1996 02:44:25 -0700` in ISO 8601, UTC. Raises UnexpectedAnswer."""
    match = _INTERNALDATE.match(internal_date)
    if not match or match[2].title() not in MONTHS:
        raise UnexpectedAnswer(f"not an INTERNALDATE: {internal_date[:40]!r}")
    month = MONTHS.index(match[2].title()) + 1
    day, year, hour, minute, second = (int(match[group]) for group in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == "-" else 1)
    try:
        return (datetime(year, month, day, hour, minute, second, tzinfo=UTC) - offset).isoformat()
    except (ValueError, OverflowError) as error:
        raise UnexpectedAnswer(f"not an INTERNALDATE: {internal_date[:40]!r}") from error
