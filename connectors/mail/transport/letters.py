"""From UIDs to payloads: mails in few commands and bounded memory, whole where they are not too large."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.errors import MarketplaceError, TryLater, UnexpectedAnswer
from connectors.incoming import RawPayload
from connectors.mail.transport.imap import MONTHS, Imap
from connectors.mail.transport.imap_answers import text
from connectors.mail.transport.large import without_large_files
from connectors.mail.transport.places import ATTEMPTS, Place
from connectors.text import marked as _

PASSED_OVER = _("Mail %(number)s of the folder “%(folder)s” was passed over, look at it in the mailbox: %(sentence)s")
NO_DATE = _("not an INTERNALDATE: %(words)s")


MAILS = 50
BYTES = 5 * 1024 * 1024
"""At most so many mails and bytes in one page; a mail larger than that is a page of its own."""

SIZES = 500
"""Of how many mails the sizes are asked for at a time."""

WHOLE = "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])"
BEGINNING = "(UID BODY.PEEK[]<0.2000>)"
GIVEN_UP = _("the connection broke each time it was asked for")


@dataclass(frozen=True)
class Opened:
    """The folder that is open on the connection. box: whose mailbox it is in."""

    name: str
    uidvalidity: int
    box: str = ""


def batches(
    imap: Imap, opened: Opened, *, uids: Sequence[int], largest: int, place: Place
) -> Iterator[tuple[tuple[RawPayload, ...], Place]]:
    """Yield payloads and the place they reach to. A mail the server will not give is a payload without a mail.

    place: before the first of the UIDs. Raises TryLater, after a place that remembers where the connection broke.
    """
    if uids and place.is_given_up:
        try:
            found = _last_try(imap, opened, uids=uids, place=place)
        except TryLater:
            yield (), place.broken_off(uids[:1])
            raise
        if found:
            place = place.moved(uids[0])
            yield tuple(found), place
            uids = uids[1:]
    for start in range(0, len(uids), SIZES):
        some = uids[start : start + SIZES]
        sizes = {int(answer["UID"]): int(answer["RFC822.SIZE"]) for answer in imap.fetch(some, "(UID RFC822.SIZE)")}
        for group in _groups(some, sizes, doubtful=place.doubtful):
            try:
                found = list(_payloads(imap, opened, uids=group, sizes=sizes, largest=largest))
            except TryLater:
                yield (), place.broken_off(group)
                raise
            place = place.moved(group[-1])
            yield tuple({payload.key: payload for payload in found}.values()), place


def whole(imap: Imap, opened: Opened, uids: Sequence[int]) -> list[RawPayload]:
    """Mails as they are; one deleted meanwhile is missing. Raises TryLater or UnexpectedAnswer."""
    answers = list(imap.fetch(uids, WHOLE)) if uids else []
    return [_payload(opened, answer, blob=_raw(answer["BODY[]"])) for answer in answers if "BODY[]" in answer]


def smaller(imap: Imap, opened: Opened, uid: int) -> list[RawPayload]:
    """One mail without its large files; none if it was deleted meanwhile. Raises TryLater or UnexpectedAnswer."""
    found = list(without_large_files(imap, uid))
    return [_payload(opened, about, blob=blob, partial=True) for about, blob in found]


def _last_try(imap: Imap, opened: Opened, *, uids: Sequence[int], place: Place) -> list[RawPayload]:
    """The first mail without its large files, which may be what the line breaks at; else what stands for it.

    Nothing if it is not the mail that is at fault: then it is asked for again. Raises TryLater.
    """
    if not _gives_another(imap, uids, place):
        return []
    if place.broken > ATTEMPTS:
        return [_left_out(opened, uids[0], UnexpectedAnswer(GIVEN_UP))]
    return _large(imap, opened, uids[0])


def _gives_another(imap: Imap, uids: Sequence[int], place: Place) -> bool:
    """Whether the server gives some other mail than the first of the UIDs; each time another is asked for.

    Raises TryLater if the connection breaks at that one, too.
    """
    others = [*(imap.search(f"UID 1:{place.uid}") if place.uid else []), *uids[1:]]
    return bool(others) and bool(list(imap.fetch([others[-place.broken % len(others)]], BEGINNING)))


def _groups(uids: Sequence[int], sizes: Mapping[int, int], *, doubtful: int) -> Iterator[list[int]]:
    """As many as fit a page; each by itself up to the doubtful UID."""
    group: list[int] = []
    total = 0
    for uid in uids:
        size = sizes.get(uid, 0)
        if group and (group[-1] <= doubtful or len(group) == MAILS or total + size > BYTES):
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
) -> Iterator[RawPayload]:
    ordinary = [uid for uid in uids if sizes.get(uid, 0) <= largest]
    try:
        yield from whole(imap, opened, ordinary)
    except UnexpectedAnswer:
        for uid in ordinary:
            yield from _alone(imap, opened, uid)
    for uid in uids:
        if sizes.get(uid, 0) > largest:
            yield from _large(imap, opened, uid)


def _alone(imap: Imap, opened: Opened, uid: int) -> list[RawPayload]:
    """One mail by itself, after the server refused a batch with it in it."""
    try:
        return whole(imap, opened, [uid])
    except UnexpectedAnswer as error:
        return [_left_out(opened, uid, error)]


def _large(imap: Imap, opened: Opened, uid: int) -> list[RawPayload]:
    """One mail without its large files."""
    try:
        return smaller(imap, opened, uid)
    except UnexpectedAnswer as error:
        return [_left_out(opened, uid, error)]


def _left_out(opened: Opened, uid: int, error: MarketplaceError) -> RawPayload:
    """What stands for a mail that cannot be had, so that a person sees that there is one (see again.py)."""
    why = PASSED_OVER % {"number": uid, "folder": opened.name, "sentence": error}
    place = {"box": opened.box, "folder": opened.name, "uidvalidity": opened.uidvalidity, "uid": uid}
    name = hashlib.sha256(f"{opened.box}\0{opened.name}".encode("utf-8", "replace")).hexdigest()[:32]
    key = f"left out:{name}:{opened.uidvalidity}:{uid}"
    return RawPayload(kind="mail", key=key, body=place | {"left_out": why}, version="1")


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
        raise UnexpectedAnswer(NO_DATE % {"words": repr(internal_date[:40])})
    month = MONTHS.index(match[2].title()) + 1
    day, year, hour, minute, second = (int(match[group]) for group in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == "-" else 1)
    try:
        return (datetime(year, month, day, hour, minute, second, tzinfo=UTC) - offset).isoformat()
    except (ValueError, OverflowError) as error:
        raise UnexpectedAnswer(NO_DATE % {"words": repr(internal_date[:40])}) from error
