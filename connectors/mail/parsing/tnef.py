"""winmail.dat: what Outlook packs a mail into when it does not speak MIME (Microsoft's TNEF)."""

import logging
import re
from dataclasses import dataclass

from tnefparse import TNEF

from connectors.mail.parsing.charsets import decoded, guessed

TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
LARGEST = 30_000_000
_RTF_GROUP = re.compile(
    r"\{\\\*?\\?(?:fonttbl|colortbl|stylesheet|info|pict|generator)[^{}]{0,5000}(?:\{[^{}]{0,5000}\}[^{}]{0,5000}){0,500}\}"
)
_RTF_HEX = re.compile(r"\\'([0-9a-fA-F]{2})")
_RTF_BREAK = re.compile(r"\\(?:par|line)\b ?")
_RTF_WORD = re.compile(r"\\[a-zA-Z]{1,32}-?\d{0,10} ?|\\[*~]|[{}\r\n]")

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Unpacked:
    """files: name and content. Texts are empty if not there."""

    files: tuple[tuple[str, bytes], ...]
    text: str
    html: str


def unpacked(content: bytes) -> Unpacked | None:
    """What is in a winmail.dat, or None if it cannot be read."""
    if len(content) > LARGEST:
        return None
    try:
        opened = TNEF(content, do_checksum=False)
        files = tuple((_text(attached.long_filename()), bytes(attached.data or b"")) for attached in opened.attachments)
        html, text = _text(opened.htmlbody), _text(opened.body)
        if not html and not text:
            text = _of_rtf(_text(opened.rtfbody))
    except Exception:  # noqa: BLE001 the package raises whatever the bytes lead it to
        return None
    return Unpacked(files, text, html)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return guessed(value.rstrip(b"\x00"))
    return str(value or "").rstrip("\x00")


def _of_rtf(rtf: str) -> str:
    plain = _RTF_HEX.sub(
        lambda match: decoded(bytes([int(match[1], 16)]), "cp1252")[0], _RTF_GROUP.sub("", rtf[:400_000])
    )
    return _RTF_WORD.sub("", _RTF_BREAK.sub("\x00", plain)).replace("\x00", "\n").strip()
