"""Mails by mail servers about mails of ours: RFC 3464 reports, and the many forms that are not."""

import re
from collections.abc import Iterable, Sequence

from connectors.mail.mail import Address, DeliveryReport
from connectors.mail.parsing.encoded_words import header_text
from connectors.mail.parsing.headers import Headers, read_headers
from connectors.mail.parsing.parts import Part

_DAEMONS = ("mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon", "mail delivery", "mailsystem", "bounce")
_SUBJECT = re.compile(
    r"undeliver|delivery.{0,20}(?:fail|status|delay|problem|error|notification)"
    r"|(?:failure|failed).{0,20}(?:notice|delivery)|returned (?:mail|to sender)"
    r"|mail (?:system error|delivery)|not delivered|could not (?:send|be sent)"
    r"|warning: (?:could not send|message)|unzustellbar|nicht zugestellt|non remis|non distribu|échec de la remise"
    r"|mancato recapito|no (?:se ha )?entregad|niet bezorgd|onbestelbaar|niedostarcz",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.:-])([45])[0-5]\d(?=[ -](?:#?[45]\.\d|[A-Za-z<]))")
_DELAYED = re.compile(
    r"delay|warning|will (?:be retried|keep trying|retry)|still being|temporar|verzöger|retard",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"^[> \t]{0,9}Message-ID:\s{0,9}(<[^<>\s]{3,300}>)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[\w.+=-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LONGEST = 64_000


def delivery_report(root: Part, *, sender: Sequence[Address], subject: str, text: str) -> DeliveryReport | None:
    """What this mail says of one sent earlier, or None if it is no such mail or says that all went well."""
    status_part = next((part for part in root.walk() if part.content_type in _STATUS_TYPES), None)
    if status_part is not None:
        return _standard(root, status_part, text=text)
    if root.content_type == "multipart/report" and root.parameters.get("report-type") == "disposition-notification":
        return None
    failed = header_text(root.headers.first("x-failed-recipients"))
    if failed or (_is_daemon(sender) and _SUBJECT.search(subject)):
        return _from_prose(root, subject=subject, text=text[:_LONGEST], recipient=failed)
    return None


_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")


def _standard(root: Part, status_part: Part, *, text: str) -> DeliveryReport | None:
    """RFC 3464: blocks of fields, the first about the mail, the others about one recipient each."""
    blocks = _blocks(status_part.content()[:_LONGEST])
    recipients = [block for block in blocks if block.first("action") or block.first("final-recipient")]
    told = sorted(recipients, key=_severity)
    if not told or _severity(told[0]) > 1:
        return None
    worst = told[0]
    diagnostic = _without_type(header_text(worst.first("diagnostic-code")))
    status = _status_in(header_text(worst.first("status"))) or _status_in(diagnostic)
    recipient = header_text(worst.first("original-recipient") or worst.first("final-recipient"))
    return DeliveryReport(
        recipient=_without_type(recipient).strip("<>"),
        message_id=_returned_message_id(root) or _in_text(text),
        permanent=_action(worst) == "failed" and not status.startswith("4"),
        status=status,
        reason=diagnostic or _first_lines(text),
    )


def _severity(block: Headers) -> int:
    action = _action(block)
    return 0 if action == "failed" else 1 if action == "delayed" else 2


def _action(block: Headers) -> str:
    """failed, delayed, or another word. Where the field is missing, the status says it."""
    action = header_text(block.first("action")).lower().split(" ")[0]
    if action:
        return action
    return {"5": "failed", "4": "delayed"}.get(header_text(block.first("status"))[:1], "")


def _blocks(content: bytes) -> list[Headers]:
    blocks: list[Headers] = []
    position = 0
    while position < len(content) and len(blocks) < 200:
        block = read_headers(content, position, len(content))
        if block.fields:
            blocks.append(block)
        position = max(block.end, position + 1)
    return blocks


def _from_prose(root: Part, *, subject: str, text: str, recipient: str) -> DeliveryReport:
    status = _status_in(text)
    code = status[:1] or (found[1] if (found := _REPLY_CODE.search(text)) else "")
    is_temporary = code == "4" or (not code and bool(_DELAYED.search(subject)))
    address = _ADDRESS.search(recipient) or _ADDRESS.search(text)
    return DeliveryReport(
        recipient=address[0] if address else "",
        message_id=_returned_message_id(root) or _in_text(text),
        permanent=not is_temporary,
        status=status,
        reason=_first_lines(text),
    )


def _returned_message_id(root: Part) -> str:
    """From the returned mail, or from what is returned of its headers."""
    for part in root.walk():
        if part.content_type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            content = part.content()
            found = header_text(read_headers(content, 0, len(content)).first("message-id"))
            if found.startswith("<"):
                return found.split(">")[0] + ">"
    return ""


def _in_text(text: str) -> str:
    found = _MESSAGE_ID.findall(text)
    return str(found[-1]) if found else ""


def _is_daemon(sender: Iterable[Address]) -> bool:
    return any(daemon in f"{one.email} {one.name}".lower() for one in sender for daemon in _DAEMONS) or not list(sender)


def _status_in(text: str) -> str:
    """The first status that is no success, such as 5.1.1; empty if there is none."""
    return next((match[0] for match in _STATUS.finditer(text[:_LONGEST]) if match[1] != "2"), "")


def _without_type(value: str) -> str:
    """`rfc822; jane@…` and `smtp; 550 …` without what is before the semicolon."""
    before, semicolon, after = value.partition(";")
    return after.strip() if semicolon and " " not in before.strip() else value.strip()


def _first_lines(text: str) -> str:
    return " ".join(text[:1_000].split())[:300]
