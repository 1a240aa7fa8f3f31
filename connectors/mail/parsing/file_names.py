"""Names for attached files: safe to show and to save under, whatever the sender wrote."""

import mimetypes
import re
import unicodedata

LONGEST = 150

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_EXTENSIONS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "text/rfc822-headers": ".txt",
    "text/calendar": ".ics",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pgp-keys": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/ms-tnef": ".dat",
    "application/octet-stream": ".bin",
}


def safe_name(declared: str, content_type: str, *, number: int) -> str:
    """A plain file name without path, control or reserved characters; made up from the type where none is given."""
    name = unicodedata.normalize("NFC", declared.encode("utf-8", "replace").decode("utf-8"))
    name = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    name = re.sub(r"[\t\r\n]+", " ", name)
    name = "".join(character for character in name if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co"))
    name = _FORBIDDEN.sub("_", name).strip(" .\xa0")
    if not name.strip("_"):
        return f"file-{number}{extension(content_type)}"
    if _RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name)


def extension(content_type: str) -> str:
    """With its dot; `.bin` if nothing is known of the type."""
    return _EXTENSIONS.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return name[:LONGEST]
