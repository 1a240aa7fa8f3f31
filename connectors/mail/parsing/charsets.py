"""Bytes to text when what is declared may be wrong, missing or no charset at all. Nothing here raises."""

import codecs
import re
from functools import lru_cache

from connectors.text import REPLACEMENT

_NAMES = {
    "ascii": "us-ascii",
    "ansi_x3.4-1968": "us-ascii",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "big5": "cp950",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-ce": "mac-latin2",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""As mail programs mean them: where a charset has a superset in use, the superset."""

_TOO_CLEVER = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_GB2312_PAIRS = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]|[\xa1-\xa9][\xa1-\xfe])+")
_SAMPLE = 20_000


def decoded(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `data`, and a sentence about the charset if it is not the declared one (else empty)."""
    if data.isascii() and b"\x1b" not in data and not declared:
        return data.decode("ascii"), ""
    name = known_charset(declared)
    if not name and declared:
        return guessed(data), f"The charset {declared[:40]!r} is not known; it was guessed."
    if not name or name == "us-ascii":
        return guessed(data), ""
    if data.isascii() and name in ("utf-8", "cp1252"):
        return data.decode("ascii"), ""
    if name != "utf-8" and not data.isascii() and _is_utf8_all_the_same(data, name):
        return data.decode("utf-8"), f"The text is UTF-8, though {declared[:40]} was declared."
    try:
        return _strictly(data, name), ""
    except UnicodeError:
        return _with_losses(data, name, declared)


def guessed(data: bytes) -> str:
    """The text of bytes that nothing is known of: UTF-8, else by the pattern of the bytes above 127."""
    sample = data[:_SAMPLE]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\x1b$" in sample or b"\x1b(" in sample:
        return data.decode("iso-2022-jp", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeError:
        return _western(data) if (name := _legacy_charset(sample)) == "cp1252" else data.decode(name, "replace")


def raw_text(raw: bytes, body_charset: str) -> str:
    """Unencoded bytes in a header: UTF-8, or what they look like; where that is undecided, as the mail's body."""
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        looks_western = _legacy_charset(raw[:_SAMPLE]) == "cp1252"
        return decoded(raw, body_charset)[0] if body_charset and looks_western else guessed(raw)


def repaired(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 and encoded once more ("fÃ¼r"), if the whole text allows it."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    try:
        return codecs.charmap_encode(text, "strict", _TO_WESTERN)[0].decode("utf-8")
    except UnicodeError:
        return text


@lru_cache(maxsize=256)
def known_charset(declared: str) -> str:
    """Python's name of a text codec that does what a mail program means by `declared`; empty if there is none."""
    name = declared.strip().strip("\"'").lower()
    name = _NAMES.get(name.replace("_", "-"), _NAMES.get(name, name))
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return name if is_text and found.name.replace("-", "_") not in _TOO_CLEVER else ""


def _strictly(data: bytes, name: str) -> str:
    return _western(data) if name == "cp1252" else data.decode("utf-8-sig" if name == "utf-8" else name)


def _western(data: bytes) -> str:
    """Windows-1252, with its five holes as the control characters Latin-1 has there."""
    return codecs.charmap_decode(data, "strict", _WESTERN)[0]


_WESTERN = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_TO_WESTERN = codecs.charmap_build(_WESTERN)


def _is_utf8_all_the_same(data: bytes, name: str) -> bool:
    """Whether bytes declared as `name` can only be UTF-8: in one-byte charsets its sequences make no words."""
    if name.startswith(("utf", "iso-2022", "gb", "cp9", "euc", "hz", "big5")):
        return False
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _with_losses(data: bytes, name: str, declared: str) -> tuple[str, str]:
    """Bytes that are not what they claim: as claimed with marks if few are wrong, else guessed."""
    claimed = data.decode(name, "replace")
    wrong = claimed.count(REPLACEMENT)
    right = sum(1 for character in claimed[:_SAMPLE] if character > "\x7f") - wrong
    sentence = f"Some bytes are not {declared[:40]}."
    if wrong <= max(1, right // 4) and right > 0:
        return claimed, sentence
    other = guessed(data)
    return (claimed if other.count(REPLACEMENT) >= wrong else other), sentence


def _legacy_charset(sample: bytes) -> str:
    runs = _HIGH_RUNS.findall(sample)
    high = sum(map(len, runs))
    if high >= 4 and all(_GB2312_PAIRS.fullmatch(run) for run in runs):
        return "gb18030"
    if runs and high / len(runs) > 3:
        return _cyrillic(b"".join(runs))
    return "cp1252"


def _cyrillic(high: bytes) -> str:
    """KOI8-R and Windows-1251 have small letters where the other has capitals; small ones are more."""
    low_half = sum(0xC0 <= byte <= 0xDF for byte in high)
    return "koi8-r" if low_half > len(high) / 2 else "cp1251"
