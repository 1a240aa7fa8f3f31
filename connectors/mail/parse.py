"""`read_mail`: any bytes to a Mail.

headers.py and parts.py find the structure, body.py sorts the parts into texts and files, and the other files here each
know one header or format. What cannot be read is said in `problems`; nothing is raised.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence

from connectors.mail.mail import Address, Mail
from connectors.mail.parsing.addresses import addresses
from connectors.mail.parsing.authentication import results
from connectors.mail.parsing.automatic import is_automatic, is_bulk
from connectors.mail.parsing.body import DEEPEST, Body, Segment, read_body
from connectors.mail.parsing.charsets import guessed, known_charset
from connectors.mail.parsing.dates import instant
from connectors.mail.parsing.delivery_report import delivery_report
from connectors.mail.parsing.encoded_words import header_text
from connectors.mail.parsing.html import as_html, sanitised, text_of_html
from connectors.mail.parsing.parts import Part, read_parts
from connectors.text import storable

LONGEST_TEXT = 1_000_000
LARGEST_NESTED = 3_000_000

_MESSAGE_ID = re.compile(r"<[^<>]{1,900}>")
_BARE_ID = re.compile(r"[^\s<>,;\"]{1,400}@[^\s<>,;\"]{1,400}")
_MOST_REFERENCES = 200
_SAYS_HTML = re.compile(r"\bHTML\b", re.IGNORECASE)
LONGEST_STUB = 500
_SAYS_MIME = re.compile(rb"\bMIME\b|multi-?part", re.IGNORECASE)
_CUT = "The text is very long and was cut."


def read_mail(raw: bytes) -> Mail:
    """Read a mail of any size and in any state. Never raises; see Mail for what each field holds."""
    try:
        return _read(_with_line_feeds(raw), raw, depth=0)
    except Exception:  # noqa: BLE001 a mail that breaks this code is still a buyer's mail
        return _as_it_is(raw)


def _read(lines: bytes, raw: bytes, *, depth: int) -> Mail:
    root = read_parts(lines)
    charset = _usable(root)
    headers = tuple((name, storable(header_text(value, charset=charset))) for name, value in root.headers.fields)
    first: dict[str, str] = {}
    for name, value in headers:
        first.setdefault(name.lower(), value)
    body = read_body(root, depth=depth)
    segments, text = _shown(root, body, depth=depth)
    subject = first.get("subject", "")
    sender = _sender(root, charset, body)
    report = delivery_report(root, sender=sender, subject=subject, text=text)
    date = instant(first.get("date", ""))
    if date is None:
        body.problem("There is no date." if not first.get("date") else "The date cannot be read.")
    message_id = next(iter(_ids([first.get("message-id", "")])), "")
    if not message_id:
        body.problem("There is no Message-ID.")
    return Mail(
        headers=headers,
        sender=sender,
        reply_to=_addresses(root, "reply-to", charset),
        to=_addresses(root, "to", charset),
        cc=_addresses(root, "cc", charset),
        subject=subject,
        date=date,
        message_id=message_id,
        references=_references(root),
        text=text,
        html=_html(segments),
        files=tuple(body.files),
        digest=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        automatic=is_automatic(first, subject=subject, is_report=report is not None),
        bulk=is_bulk(first),
        report=report,
        authentication=_authentication(headers),
        problems=tuple(body.problems),
    )


def _with_line_feeds(raw: bytes) -> bytes:
    """Mails of very old programs end their lines with a carriage return alone."""
    if b"\n" in raw[:100_000] or b"\r" not in raw[:100_000]:
        return raw
    return raw.replace(b"\r", b"\n")


def _shown(root: Part, body: Body, *, depth: int) -> tuple[list[Segment], str]:
    """The segments of the text, and the text. If there is none, files, nested mails or stray lines."""
    text = _joined(body.segments, body)
    if text.strip():
        return body.segments, text
    for spare in body.spare:
        text = _joined([spare], body)
        if text.strip():
            return [spare], text
    for content in body.nested[:3] if depth < DEEPEST else ():
        content = content[:LARGEST_NESTED]
        nested = _read(content, content, depth=depth + 1)
        if nested.text.strip():
            body.problem("The text is that of an attached mail.")
            return [Segment(nested.text, nested.html)], nested.text
    stray = "" if body.files else _stray(root)
    if stray.strip():
        body.problem("The text stands outside of the mail's parts.")
        return [Segment(stray)], stray
    return body.segments, ""


def _joined(segments: Sequence[Segment], body: Body) -> str:
    texts = [_text_of(segment) for segment in segments]
    text = storable("\n".join(text for text in texts if text.strip()))
    if len(text) > LONGEST_TEXT:
        body.problem(_CUT)
    return text[:LONGEST_TEXT]


def _text_of(segment: Segment) -> str:
    """The plain form, unless it only says that there is an HTML form."""
    if not segment.plain.strip():
        return text_of_html(segment.html)
    if segment.html and len(segment.plain) < LONGEST_STUB and _SAYS_HTML.search(segment.plain):
        text = text_of_html(segment.html)
        return text if len(text) > 4 * len(segment.plain) else segment.plain
    return segment.plain


def _html(segments: Sequence[Segment]) -> str:
    if not any(segment.html.strip() for segment in segments):
        return ""
    return storable("\n".join(sanitised(segment.html) or as_html(segment.plain) for segment in segments if segment))


def _stray(root: Part) -> str:
    """Lines before the first part and after the last of a multipart without any text in its parts."""
    if not root.children:
        return ""
    before = root.raw[root.start : root.children[0].begin][:LONGEST_TEXT]
    after = root.raw[root.children[-1].stop : root.stop][:LONGEST_TEXT]
    kept = [
        line
        for line in (before + b"\n" + after).splitlines()
        if not (line.startswith(b"--") or _SAYS_MIME.search(line))
    ]
    return storable(guessed(b"\n".join(kept))).strip()


def _usable(root: Part) -> str:
    """The charset of the mail's first text: raw bytes in headers are most likely of the same."""
    for part in root.walk():
        charset = part.parameters.get("charset", "")
        if charset and known_charset(charset) not in ("", "us-ascii", "utf-8"):
            return charset
    return ""


def _sender(root: Part, charset: str, body: Body) -> tuple[Address, ...]:
    """From; where it has no address, the next best header that has one."""
    named = _addresses(root, "from", charset)
    if any(one.email for one in named):
        return named
    for name in ("sender", "resent-from", "reply-to", "return-path"):
        found = tuple(one for one in _addresses(root, name, charset) if one.email)
        if found:
            body.problem(f"There is no address in From; the sender is taken from {name.title()}.")
            return (Address(named[0].name, found[0].email),) if named and named[0].name else found
    body.problem("There is no sender.")
    return named


def _addresses(root: Part, name: str, charset: str) -> tuple[Address, ...]:
    found = addresses(root.headers.every(name), charset=charset)
    return tuple(Address(storable(one.name), storable(one.email)) for one in found)


def _references(root: Part) -> tuple[str, ...]:
    values = [header_text(value) for name in ("references", "in-reply-to") for value in root.headers.every(name)]
    return tuple(_ids(values))[-_MOST_REFERENCES:]


def _ids(values: Sequence[str]) -> dict[str, None]:
    """Message ids with brackets, each once, in order; one without brackets gets them."""
    found: dict[str, None] = {}
    for value in values:
        ids = ["".join(one.split()) for one in _MESSAGE_ID.findall(value)] or [
            f"<{one}>" for one in _BARE_ID.findall(value)
        ]
        found.update(dict.fromkeys(storable(one) for one in ids))
    return found


def _authentication(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    return results([value for name, value in headers if name.lower() == "authentication-results"])


def _as_it_is(raw: bytes) -> Mail:
    """The last resort: headers line by line, and everything as text."""
    text = storable(guessed(raw[:LONGEST_TEXT]))
    pairs = re.findall(r"^([\w-]{1,80}):[ \t]*(.*)$", text[:64_000].partition("\n\n")[0], re.MULTILINE)
    first: Mapping[str, str] = {name.lower(): value for name, value in reversed(pairs)}
    return Mail(
        headers=tuple(pairs),
        sender=addresses([first.get("from", "").encode()]),
        reply_to=addresses([first.get("reply-to", "").encode()]),
        to=addresses([first.get("to", "").encode()]),
        cc=(),
        subject=first.get("subject", ""),
        date=instant(first.get("date", "")),
        message_id=next(iter(_ids([first.get("message-id", "")])), ""),
        references=(),
        text=text.partition("\n\n")[2].strip() or text,
        html="",
        files=(),
        digest=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        problems=("The mail could not be taken apart; it is shown as it is.",),
    )
