"""Which mails of a mailbox belong to a mail that was forwarded: our own copies, answers and reports.

Most have nothing to do with it: those are told by a look at the bytes, before anything is parsed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.incoming import RawPayload
from connectors.mail.mail import Mail
from connectors.mail.parse import read_mail
from connectors.models import Account
from inbox.forwards.marks import marks_in_ids, marks_in_subject
from inbox.models import Forward, ForwardMailKind

LATEST_REPORT = timedelta(days=7)
"""Mail servers give up after five days; no word of a mail comes later than this."""
_HEAD = 64 * 1024
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Recognised:
    """A mail and what it is to a forwarded one."""

    raw_id: int
    mail: Mail
    forward: Forward
    kind: ForwardMailKind


def recognised_in(account: Account, fresh: Mapping[int, RawPayload], *, now: datetime) -> list[Recognised]:
    """Those of these payloads, by raw id, that belong to a forwarded mail; without one ever, nothing is looked at."""
    if not fresh or not Forward.objects.exists():
        return []
    recent = Forward.objects.filter(account=account, attempted_at__gt=now - LATEST_REPORT)
    written_to = {to.casefold().encode() for to in recent.values_list("to", flat=True)}
    found = []
    for raw_id, raw in fresh.items():
        if not raw.blob or not _is_worth_reading(raw.blob, written_to):
            continue
        mail = read_mail(raw.blob)
        if one := _recognised(account, mail, now=now):
            found.append(Recognised(raw_id, mail, *one))
    return found


def _is_worth_reading(blob: bytes, written_to: set[bytes]) -> bool:
    """Whether an id or a subject of ours, or a report about an address that we wrote to, may be in it."""
    lowered = blob[:_HEAD].lower()
    if b"guichet-f" in lowered or b"[g-" in lowered:
        return True
    if b"report" in lowered and any(address in lowered for address in written_to):
        return True
    head = _BLANK_LINE.split(blob[:_HEAD], maxsplit=1)[0]
    return b"=?" in head and bool(marks_in_subject(read_mail(head + b"\n\n").subject))


def _recognised(account: Account, mail: Mail, *, now: datetime) -> tuple[Forward, ForwardMailKind] | None:
    if mail.report is not None:
        forward = _of_marks([*marks_in_ids(mail.report.message_id), *marks_in_ids(" ".join(mail.references))])
        forward = forward or _of_marks(marks_in_subject(mail.subject))
        forward = forward or _last_to(account, mail.report.recipient, named=mail.report.message_id, now=now)
        return (forward, ForwardMailKind.REPORT) if forward else None
    if own := _of_marks(marks_in_ids(mail.message_id)):
        return own, ForwardMailKind.COPY
    answered = _of_marks([*marks_in_ids(" ".join(mail.references)), *marks_in_subject(mail.subject)])
    return (answered, ForwardMailKind.ANSWER) if answered else None


def _of_marks(marks: list[str]) -> Forward | None:
    """The mail of the first mark that is one of ours: made-up ones lead nowhere."""
    known = {forward.mark: forward for forward in Forward.objects.filter(mark__in=marks)} if marks else {}
    return next((known[mark] for mark in marks if mark in known), None)


def _last_to(account: Account, recipient: str, *, named: str, now: datetime) -> Forward | None:
    """For a report that names no mail: the only one sent to that address lately."""
    if named or not recipient:
        return None
    sent = Forward.objects.filter(account=account, to__iexact=recipient, attempted_at__gt=now - LATEST_REPORT)
    found = list(sent[:2])
    return found[0] if len(found) == 1 else None
