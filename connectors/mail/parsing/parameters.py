"""`type/subtype; name=value` headers with RFC 2231's continuations and charsets, and its broken forms."""

import re
from urllib.parse import unquote_to_bytes

from connectors.mail.parsing.charsets import decoded, repaired
from connectors.mail.parsing.encoded_words import header_text, words_decoded

_PARAMETER = re.compile(r';?\s{0,99}([\w*.-]{1,60})\s{0,99}=\s{0,99}("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
LONGEST = 8_000
_CONTINUED = re.compile(r"^([\w.-]+?)\*(\d{1,3})(\*?)$")


def value_and_parameters(raw: bytes, *, charset: str = "") -> tuple[str, dict[str, str]]:
    """The value in lower case, and its parameters by lower-case name, decoded. Unusable ones are left out."""
    raw = raw[:LONGEST]
    text = raw.decode("ascii") if raw.isascii() else ""
    if not text:
        return _parsed(header_text(raw.replace(b"=?", b"\x00"), charset=charset).replace("\x00", "=?"))
    return _parsed(text)


def _parsed(text: str) -> tuple[str, dict[str, str]]:
    value, _, rest = text.partition(";")
    if "=" in value and "/" not in value:
        value, rest = "", text
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(rest):
        name, content = match[1].lower(), _unquoted(match[2])
        if continued := _CONTINUED.match(name):
            pieces.setdefault(continued[1], {})[int(continued[2])] = (content, bool(continued[3]))
        elif name.endswith("*"):
            pieces.setdefault(name[:-1], {})[0] = (content, True)
        else:
            plain.setdefault(name, _tidy(content))
    return value.strip().strip("\"'").lower(), plain | {name: _joined(found) for name, found in pieces.items()}


def _unquoted(content: str) -> str:
    content = content.strip()
    if content.startswith('"'):
        inner = content[1:-1] if len(content) > 1 and content.endswith('"') else content[1:]
        return _ESCAPED.sub(r"\1", inner)
    return content


def _tidy(content: str) -> str:
    return repaired(words_decoded(re.sub(r"[\r\n]+", "", content)).strip())


def _joined(found: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: the first piece says the charset (charset'language'text), each says whether it is %-encoded."""
    charset, data = "", b""
    for number, (content, is_encoded) in sorted(found.items()):
        if is_encoded and number == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data += unquote_to_bytes(content) if is_encoded else content.encode("utf-8", "surrogateescape")
    return repaired(words_decoded(decoded(data, charset or "utf-8")[0]))
