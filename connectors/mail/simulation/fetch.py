"""What FETCH answers about one mail (RFC 3501, 6.4.5 and 7.4.2)."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.message import Message
from email.utils import getaddresses

from connectors.mail.simulation.boxes import StoredMail
from connectors.mail.simulation.parts import Part
from connectors.mail.simulation.wire import BadCommand, literal, string

MACROS = {
    "FAST": ("FLAGS", "INTERNALDATE", "RFC822.SIZE"),
    "ALL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"),
    "FULL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"),
}
OLD_NAMES = {"RFC822": "BODY[]", "RFC822.HEADER": "BODY.PEEK[HEADER]", "RFC822.TEXT": "BODY[TEXT]"}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SECTION = re.compile(r"BODY(\.PEEK)?\[(?P<section>[^\]]*)\](?:<(?P<origin>\d+)(?:\.(?P<length>\d+))?>)?", re.IGNORECASE)
ADDRESS_FIELDS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc")


def items_of(words: object) -> tuple[str, ...]:
    """The items asked for, macros spelt out."""
    if isinstance(words, list):
        return tuple(str(word) for word in words)
    return MACROS.get(str(words).upper(), (str(words),))


def marks_as_read(items: Sequence[str]) -> bool:
    """Whether asking for these sets \\Seen."""
    names = [item.upper() for item in items]
    return any(name in ("RFC822", "RFC822.TEXT") or name.startswith("BODY[") for name in names)


def fetched(mail: StoredMail, items: Sequence[str]) -> bytes:
    """What stands between the brackets of the answer. Raises BadCommand."""
    return b" ".join(_item(mail, item) for item in items)


def _item(mail: StoredMail, item: str) -> bytes:
    name = item.upper()
    if name == "UID":
        return b"UID %d" % mail.uid
    if name == "FLAGS":
        return b"FLAGS (" + " ".join(sorted(mail.flags)).encode() + b")"
    if name == "RFC822.SIZE":
        return b"RFC822.SIZE %d" % len(mail.raw)
    if name == "INTERNALDATE":
        return b'INTERNALDATE "' + internal_date(mail.at).encode() + b'"'
    if name == "ENVELOPE":
        return b"ENVELOPE " + _envelope(mail.part.fields)
    if name in ("BODYSTRUCTURE", "BODY"):
        return name.encode() + b" " + _structure(mail.part)
    match = SECTION.fullmatch(OLD_NAMES.get(name, item))
    if match is None:
        raise BadCommand(f"unknown item {item[:40]}")
    return _section(mail, match, name=name if name in OLD_NAMES else "")


def internal_date(at: datetime) -> str:
    """A time as INTERNALDATE writes it."""
    return f"{at.day:2d}-{MONTHS[at.month - 1]}-{at.year} {at:%H:%M:%S} {at:%z}"


def _section(mail: StoredMail, match: re.Match[str], *, name: str) -> bytes:
    content = _content(mail, match["section"])
    label = f"BODY[{match['section']}]"
    if content is None:
        return f"{label} NIL".encode()
    if match["origin"] is not None:
        origin = int(match["origin"])
        content = content[origin : origin + int(match["length"])] if match["length"] else content[origin:]
        label += f"<{origin}>"
    return (name or label).encode() + b" " + literal(content)


def _content(mail: StoredMail, section: str) -> bytes | None:
    if not section:
        return mail.raw
    numbers = re.match(r"(?:\d+\.?)*", section)
    path = [int(number) for number in (numbers[0] if numbers else "").split(".") if number]
    what = section[numbers.end() :].upper() if numbers else section.upper()
    part = mail.part.at(path)
    if part is None:
        return None
    if not what:
        return part.body
    if what == "MIME":
        return part.header
    inner = part.children[0] if path and part.is_mail else part
    if what == "HEADER":
        return inner.header
    if what == "TEXT":
        return inner.body
    if what.startswith("HEADER.FIELDS"):
        return _some_fields(inner.header, what)
    raise BadCommand(f"unknown section {section[:40]}")


def _some_fields(header: bytes, what: str) -> bytes:
    names = {name.encode() for name in what[what.find("(") + 1 : what.rfind(")")].replace('"', "").split()}
    without = ".NOT" in what.partition("(")[0]
    fields = re.findall(rb"(?m)^[^\s:]+:[^\n]*\n(?:[ \t][^\n]*\n)*", header)
    chosen = [field for field in fields if (field.partition(b":")[0].strip().upper() in names) is not without]
    return b"".join(chosen) + b"\r\n"


def _envelope(fields: Message) -> bytes:
    lists = {name: _addresses(fields, name) for name in ADDRESS_FIELDS}
    for name in ("Sender", "Reply-To"):
        if lists[name] == b"NIL":
            lists[name] = lists["From"]
    values = [_header(fields, "Date"), _header(fields, "Subject"), *lists.values()]
    return b"(" + b" ".join([*values, _header(fields, "In-Reply-To"), _header(fields, "Message-ID")]) + b")"


def _header(fields: Message, name: str) -> bytes:
    value = fields.get(name)
    return string(None if value is None else re.sub(r"\r?\n[ \t]*", " ", str(value)))


def _addresses(fields: Message, name: str) -> bytes:
    found = getaddresses([str(value) for value in fields.get_all(name, [])])
    if not found:
        return b"NIL"
    return b"(" + b"".join(_address(label, address) for label, address in found) + b")"


def _address(label: str, address: str) -> bytes:
    local, _, host = address.rpartition("@")
    return b"(" + b" ".join([string(label or None), b"NIL", string(local), string(host)]) + b")"


def _structure(part: Part) -> bytes:
    fields = part.fields
    disposition = _disposition(fields)
    if part.is_multipart:
        inner = b"".join(_structure(child) for child in part.children)
        tail = [string(part.kind[1].upper()), _parameters(fields, "content-type"), disposition, b"NIL", b"NIL"]
        return b"(" + inner + b" " + b" ".join(tail) + b")"
    kind = [string(word.upper()) for word in part.kind]
    kind += [_parameters(fields, "content-type"), _header(fields, "Content-ID"), _header(fields, "Content-Description")]
    kind += [string(fields.get("Content-Transfer-Encoding", "7BIT").strip().upper()), b"%d" % len(part.body)]
    if part.is_mail:
        inside = part.children[0]
        kind += [_envelope(inside.fields), _structure(inside)]
    if part.is_mail or part.kind[0] == "text":
        kind.append(b"%d" % part.body.count(b"\n"))
    return b"(" + b" ".join([*kind, b"NIL", disposition, b"NIL", b"NIL"]) + b")"


def _parameters(fields: Message, header: str) -> bytes:
    pairs = (fields.get_params(header=header) or [])[1:]
    if not pairs:
        return b"NIL"
    return b"(" + b" ".join(string(_plain(text)) for pair in pairs for text in pair) + b")"


def _plain(value: object) -> str:
    return str(value[2]) if isinstance(value, tuple) else str(value)


def _disposition(fields: Message) -> bytes:
    kind = fields.get_content_disposition()
    if not kind:
        return b"NIL"
    return b"(" + string(kind.upper()) + b" " + _parameters(fields, "content-disposition") + b")"
