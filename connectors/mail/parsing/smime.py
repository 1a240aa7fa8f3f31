"""The mail inside an opaquely signed S/MIME part (RFC 8551): CMS SignedData around plain MIME."""

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
MOST_PIECES = 100_000
_OCTETS, _CONSTRUCTED_OCTETS, _EXPLICIT = 0x04, 0x24, 0xA0


def signed_content(cms: bytes) -> bytes:
    """What was signed; empty if this is no SignedData with content (encrypted, or only a signature)."""
    if SIGNED_DATA not in cms[:40]:
        return b""
    at = cms.find(DATA, 0, 2_000)
    if at < 0:
        return b""
    tag, start, _ = _element(cms, at + len(DATA))
    if tag != _EXPLICIT:
        return b""
    tag, start, stop = _element(cms, start)
    if tag == _OCTETS:
        return cms[start:stop]
    return b"".join(_pieces(cms, start, stop)) if tag == _CONSTRUCTED_OCTETS else b""


def _pieces(cms: bytes, position: int, stop: int) -> list[bytes]:
    pieces: list[bytes] = []
    while position < stop and len(pieces) < MOST_PIECES:
        tag, start, end = _element(cms, position)
        if tag != _OCTETS:
            break
        pieces.append(cms[start:end])
        position = end
    return pieces


def _element(cms: bytes, position: int) -> tuple[int, int, int]:
    """Tag, start and end of the content of one BER element; one of unknown length reaches to the end. Tag 0: none."""
    if position + 2 > len(cms):
        return 0, len(cms), len(cms)
    tag, length = cms[position], cms[position + 1]
    start = position + 2
    if length == 0x80:
        return tag, start, len(cms)
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(cms[start : start + size], "big")
        start += size
    return tag, start, min(start + length, len(cms))
