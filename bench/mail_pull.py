"""From a mailbox to the ticket, against the floor: fetching the very same mails by IMAP and reading them with the
standard library, nothing stored.

Two floors: the library's modern way (policy.default), which decodes what a person would read, and its quickest
(compat32), whose headers are decoded by hand. The share is of the modern one; the other is shown beside it.

Both read the same simulated mail server, a process of its own. Ours includes raw mails in storage, recognising
the marketplace's wrapping, threads, cycles and deadlines. Every mail begins a conversation, which is the dearest case.
"""

import email
import imaplib
from collections.abc import Callable, Iterator, Mapping
from email import policy
from email.header import decode_header, make_header
from email.message import Message as Mail
from typing import Any

from django.utils import timezone

from bench.marketplace import Filling, served
from bench.rounds import emptied, only_account, rate, timed
from connectors.models import Account
from connectors.registry import connectors
from inbox.models import Message
from inbox.pulling import pull

AT_ONCE = 50
HEADERS = ("From", "Reply-To", "To", "Subject", "Date", "Message-ID", "References")


def measured(slug: str, *, mails: int, rounds: int) -> list[tuple[str, float, float]]:
    """Rows of the table: what, messages a second, share of the floor."""
    with served(Filling(slug, mails, 1)) as marketplace:
        credentials = _needed(slug, marketplace.credentials)
        account = only_account(slug, credentials)
        ours, floor, quickest = [], [], []
        for _ in range(rounds):
            floor.append(timed(lambda: _read(credentials["mailbox"], _modern, expected=mails)))
            quickest.append(timed(lambda: _read(credentials["mailbox"], _quick, expected=mails)))
            emptied(account)
            ours.append(timed(lambda: _pull(account, expected=mails)))
    return [
        (f"{slug}-mail floor: IMAP fetch and the standard library's parser", *rate(mails, floor, floor)),
        (f"{slug}-mail floor with the library's quickest parser", *rate(mails, quickest, floor)),
        (f"{slug}-mail: simulated marketplace by IMAP to tickets", *rate(mails, ours, floor)),
    ]


def _needed(slug: str, credentials: Mapping[str, Any]) -> dict[str, Any]:
    """Without groups that may be left out, such as those of an API beside the mail."""
    optional = {field.name.rpartition(".")[0] for field in connectors()[slug].credential_fields if field.optional_group}
    return {name: value for name, value in credentials.items() if name not in optional}


def _pull(account: Account, *, expected: int) -> None:
    report = pull.pull_account(account, now=timezone.now())
    stored = Message.objects.filter(account=account).count()
    if report.problem or stored != expected:
        raise SystemExit(f"the pull took {stored} of {expected} mails. {report.problem}")


def _read(mailbox: Mapping[str, Any], texts: Callable[[bytes], list[str]], *, expected: int) -> None:
    read = sum(1 for raw in _fetched(mailbox) if texts(raw))
    if read != expected:
        raise SystemExit(f"the floor read {read} of {expected} mails")


def _fetched(mailbox: Mapping[str, Any]) -> Iterator[bytes]:
    client = imaplib.IMAP4(mailbox["host"], int(mailbox["port"]), timeout=60)
    client.login(mailbox["user"], mailbox["password"])
    client.select("INBOX", readonly=True)
    uids = client.uid("SEARCH", "ALL")[1][0].decode().split()
    for start in range(0, len(uids), AT_ONCE):
        some = ",".join(uids[start : start + AT_ONCE])
        yield from (piece[1] for piece in client.uid("FETCH", some, "(BODY.PEEK[])")[1] if isinstance(piece, tuple))
    client.logout()


def _modern(raw: bytes) -> list[str]:
    """What anybody needs of a mail: its headers and its texts."""
    mail = email.message_from_bytes(raw, policy=policy.default)
    texts = [str(mail[name]) for name in HEADERS if mail[name]]
    return texts + [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]


def _quick(raw: bytes) -> list[str]:
    mail = email.message_from_bytes(raw)
    texts = [str(make_header(decode_header(mail[name]))) for name in HEADERS if mail[name]]
    return texts + [_text(part) for part in mail.walk() if part.get_content_maintype() == "text"]


def _text(part: Mail) -> str:
    content = part.get_payload(decode=True)
    return content.decode(part.get_content_charset("utf-8"), "replace") if isinstance(content, bytes) else ""
