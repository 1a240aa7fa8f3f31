"""A made-up photograph for simulated buyers to send: a box in one colour on a table in another, as PNG."""

import hashlib
import struct
import zlib

WIDTH, HEIGHT = 480, 320


def picture(name: str) -> bytes:
    """The same name gives the same picture."""
    digest = hashlib.sha256(name.encode()).digest()
    table, box = bytes(150 + value // 4 for value in digest[:3]), bytes(60 + value // 2 for value in digest[3:6])
    left, top = 60 + digest[6] // 2, 50 + digest[7] // 4
    right, bottom, crack = left + 200, top + 150, left + 40 + digest[8] // 2
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        shade = bytes(max(0, value - y // 6) for value in table)
        if top <= y < bottom:
            slanted = crack + (y - top) // 3
            rows += shade * left + box * (slanted - left) + b"\x20\x20\x20" * 3 + box * (right - slanted - 3)
            rows += shade * (WIDTH - right)
        else:
            rows += shade * WIDTH
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
