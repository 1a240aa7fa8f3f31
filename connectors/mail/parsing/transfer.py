"""Content-Transfer-Encoding, as tolerant as mail programs are. Nothing here raises."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PIECE = re.compile(rb"[^=]+")
_UU_BEGIN = re.compile(rb"^begin[ \t]+[0-7]{3,4}(?:[ \t]+([^\r\n]*))?\r?\n", re.MULTILINE)
LARGEST_JOINED = 20_000_000
MOST_FILES = 500


def transferred(body: memoryview, encoding: str) -> bytes:
    """What was sent, of a part's bytes as they stand in the mail."""
    name = encoding.strip().strip("\"'").lower().split(";")[0].strip()
    if name == "base64":
        return from_base64(body)
    if name == "quoted-printable":
        return binascii.a2b_qp(body)
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = uuencoded_files(bytes(body))
        return found[0][1] if found else bytes(body)
    return bytes(body)


def from_base64(body: bytes | memoryview) -> bytes:
    """Base64 with anything between its characters; padding may be missing, or stand between joined pieces."""
    try:
        found = binascii.a2b_base64(body)
    except binascii.Error:
        return _base64_in_pieces(bytes(body))
    if 4 * len(found) < 2 * len(body) < 2 * LARGEST_JOINED and b"=" in bytes(body).rstrip(b"=\r\n \t"):
        return _base64_in_pieces(bytes(body))
    return found


def _base64_in_pieces(body: bytes) -> bytes:
    content = bytearray()
    for match in _PIECE.finditer(body):
        piece = _NOT_BASE64.sub(b"", match[0])
        usable = piece[:-1] if len(piece) % 4 == 1 else piece
        content += binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
    return bytes(content)


def uuencoded_files(body: bytes) -> list[tuple[bytes, bytes, int, int]]:
    """Files written into a text by uuencode: name, content, where in `body` it starts and ends."""
    found: list[tuple[bytes, bytes, int, int]] = []
    position = 0
    for _ in range(MOST_FILES):
        match = _UU_BEGIN.search(body, position)
        if match is None:
            break
        content, position = _uu_lines(body, match.end())
        if content:
            found.append(((match[1] or b"").strip(), content, match.start(), position))
    return found


def _uu_lines(body: bytes, position: int) -> tuple[bytes, int]:
    """Decode line by line up to `end`, or to the first line that is not uuencoded; and where the text goes on."""
    content = bytearray()
    while position < len(body):
        newline = body.find(b"\n", position)
        line_end = len(body) if newline < 0 else newline + 1
        line = body[position : min(line_end, position + 200)].rstrip(b"\r\n")
        if len(line) == 61 and line[0] == ord("M"):
            content += _uu_line(line)
            position = line_end
            continue
        if line.strip() == b"end":
            return bytes(content), line_end
        if line.strip() not in (b"", b"`") and not _looks_uuencoded(line):
            break
        content += _uu_line(line)
        position = line_end
    return bytes(content), position


def _looks_uuencoded(line: bytes) -> bool:
    length = (line[0] - 32) & 63 if line else 0
    return 0 < length <= 45 and len(line.rstrip()) - 1 <= (length + 2) // 3 * 4 + 2 and line.isascii()


def _uu_line(line: bytes) -> bytes:
    if not line.strip():
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return b""
