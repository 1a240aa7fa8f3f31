"""The tree of parts of a mail, found in its bytes without copying them.

The standard library's parser takes several times the mail's size in memory and seconds for 50 MB; here a part is where
its body starts and ends, and only what is needed is decoded later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from connectors.mail.parsing.headers import Headers, read_headers
from connectors.mail.parsing.parameters import value_and_parameters
from connectors.mail.parsing.transfer import transferred

DEEPEST = 20
MOST_PARTS = 1_000
MOST_LOOKALIKES = 20_000

_GUESSED_BOUNDARY = re.compile(rb"^--(\S[^\r\n]{0,98})\r*\nContent-[\w-]{1,40}:", re.MULTILINE | re.IGNORECASE)
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+*-]{1,100}")


@dataclass(eq=False)
class Part:
    """One part. start, stop: where its body is in `raw`; begin: where its headers start."""

    raw: bytes
    headers: Headers
    begin: int
    start: int
    stop: int
    default_type: str = "text/plain"
    children: "list[Part]" = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @cached_property
    def _content_type(self) -> tuple[str, dict[str, str]]:
        return value_and_parameters(self.headers.first("content-type"), charset="")

    @cached_property
    def _disposition(self) -> tuple[str, dict[str, str]]:
        return value_and_parameters(self.headers.first("content-disposition"), charset="")

    @cached_property
    def content_type(self) -> str:
        value = self._content_type[0].split(" ")[0]
        if match := _TYPE.match(value):
            return match[0]
        return "text/plain" if value in ("text", "plain") else self.default_type

    @property
    def main_type(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def parameters(self) -> dict[str, str]:
        return self._content_type[1]

    @property
    def disposition(self) -> str:
        return self._disposition[0]

    @cached_property
    def declared_name(self) -> str:
        """The file name as the sender gave it, decoded; not safe."""
        for found in (self._disposition[1], self.parameters):
            if name := found.get("filename") or found.get("name"):
                return name
        return ""

    @cached_property
    def content_id(self) -> str:
        return self.headers.first("content-id").decode("ascii", "replace").strip().strip("<>")[:200]

    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        encoding = self.headers.first("content-transfer-encoding").decode("ascii", "replace")
        return transferred(memoryview(self.raw)[self.start : self.stop], encoding)

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_parts(raw: bytes) -> Part:
    """The mail as a tree. It is cut at DEEPEST levels and MOST_PARTS parts; what is below stays whole."""
    return _read(raw, 0, len(raw), depth=0, left=[MOST_PARTS])


def _read(raw: bytes, begin: int, stop: int, *, depth: int, left: list[int], default_type: str = "text/plain") -> Part:
    headers = read_headers(raw, begin, stop)
    part = Part(raw, headers, begin, min(headers.end, stop), stop, default_type)
    if headers.problem:
        part.problems.append(headers.problem)
    if part.main_type != "multipart":
        return part
    if depth >= DEEPEST:
        part.problems.append("The parts are nested too deeply; the innermost were not taken apart.")
        return part
    pieces = _pieces(part)
    child_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for piece_begin, piece_stop in pieces:
        left[0] -= 1
        if left[0] < 0:
            part.problems.append(f"There are more than {MOST_PARTS} parts; the rest was left out.")
            break
        child = _read(raw, piece_begin, piece_stop, depth=depth + 1, left=left, default_type=child_type)
        part.children.append(child)
    return part


def _pieces(part: Part) -> list[tuple[int, int]]:
    """Where the parts of a multipart are; none if it has no boundary that occurs."""
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
    if boundary and (found := _between(part, boundary)):
        return found
    if guess := _GUESSED_BOUNDARY.search(part.raw, part.start, min(part.stop, part.start + 1_000_000)):
        part.problems.append("The boundary between the parts is not the declared one; it was guessed.")
        return _between(part, guess[1].rstrip())
    part.problems.append("The mail says it has several parts, but they cannot be told apart.")
    return []


def _between(part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """The stretches between delimiter lines; the last one ends with the part if the closing line is missing."""
    raw, delimiter = part.raw, b"--" + boundary
    found: list[tuple[int, int]] = []
    begin, misses = -1, 0
    position = part.start
    while (at := raw.find(delimiter, position, part.stop)) >= 0:
        position = at + len(delimiter)
        line_end = raw.find(b"\n", position, part.stop)
        line_end = part.stop if line_end < 0 else line_end
        rest = raw[position : min(line_end, position + 100)].strip()
        if not _starts_line(raw, at, part.start) or rest not in (b"", b"--") or line_end - position > 99:
            misses += 1
            if misses > MOST_LOOKALIKES:
                break
            continue
        if begin >= 0:
            found.append((begin, _before_newline(raw, begin, at)))
        begin = min(line_end + 1, part.stop)
        position = max(position, line_end)
        if (rest == b"--" and found) or len(found) > MOST_PARTS:
            return found
    if begin >= 0:
        found.append((begin, part.stop))
    else:
        return found
    part.problems.append("The end of the last part is missing.")
    return found


def _starts_line(raw: bytes, at: int, start: int) -> bool:
    return at == start or raw[at - 1 : at] in (b"\n", b"\r")


def _before_newline(raw: bytes, begin: int, at: int) -> int:
    """A part's body ends before the line end that belongs to the delimiter."""
    if at > begin and raw[at - 1 : at] == b"\n":
        at -= 1
        if at > begin and raw[at - 1 : at] == b"\r":
            at -= 1
    return max(at, begin)
