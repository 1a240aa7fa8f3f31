"""A mail too large to take whole: its headers, texts and small files, put together again as a mail.

Each file left out leaves a note in its place, itself a small text file, so that an agent sees that there was one.
The result depends on the mail alone, not on where it lies: its digest is the same after every re-scan.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from connectors.mail.transport.imap import Imap
from connectors.mail.transport.imap_answers import text

LARGEST_TEXT = 1024 * 1024
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_SUM = 8 * 1024 * 1024
DEEPEST = 20


@dataclass(frozen=True)
class Part:
    """One part of a mail. section: how IMAP calls it. size: bytes as encoded. parts: of a multipart."""

    section: str
    content_type: str
    size: int
    name: str
    parts: tuple["Part", ...] = ()


def without_large_files(imap: Imap, uid: int) -> Iterator[tuple[Mapping[str, Any], bytes]]:
    """The FETCH answer about the mail, and the mail made smaller; nothing if it was deleted meanwhile."""
    for answer in imap.fetch([uid], "(UID INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER])"):
        if "BODYSTRUCTURE" in answer:
            root = part_from(answer["BODYSTRUCTURE"])
            header = answer.get("BODY[HEADER]") or b""
            contents = {part.section: _content(imap, uid, part, root=root) for part in _taken(root)}
            yield answer, assembled(header, root, contents=contents)


def part_from(structure: Any, *, section: str = "", depth: int = 0) -> Part:
    """Read a BODYSTRUCTURE (RFC 3501, section 7.4.2). What makes no sense in it becomes a part without a size."""
    structure = structure if isinstance(structure, list) else []
    subparts = [element for element in structure if isinstance(element, list)]
    if structure and isinstance(structure[0], list) and depth < DEEPEST:
        count = next((at for at, element in enumerate(structure) if not isinstance(element, list)), len(structure))
        subtype = text(structure[count]).lower() if count < len(structure) else "mixed"
        prefix = f"{section}." if section else ""
        parts = tuple(
            part_from(element, section=f"{prefix}{number}", depth=depth + 1)
            for number, element in enumerate(subparts[:count], 1)
        )
        return Part(section, f"multipart/{subtype}", 0, "", parts)
    kind = "/".join(text(element).lower() for element in structure[:2])
    size = text(structure[6]) if len(structure) > 6 else ""
    return Part(section or "1", kind, int(size) if size.isdigit() else 0, _file_name(structure))


def assembled(header: bytes, root: Part, *, contents: Mapping[str, bytes]) -> bytes:
    """The mail again. contents: by section, what was fetched of it: its own headers, an empty line and its body."""
    boundary = f"left-out-{hashlib.sha256(header).hexdigest()[:32]}"
    top = root if root.parts else Part("", "multipart/mixed", 0, "", (root,))
    return _without_content_headers(header) + b"MIME-Version: 1.0\r\n" + _written(top, boundary, contents)


def _written(part: Part, boundary: str, contents: Mapping[str, bytes]) -> bytes:
    if not part.parts:
        return contents.get(part.section) or _note(part)
    pieces = [f'Content-Type: {part.content_type}; boundary="{boundary}"\r\n\r\n'.encode("ascii", "replace")]
    for number, inner in enumerate(part.parts, 1):
        pieces += [f"--{boundary}\r\n".encode(), _written(inner, f"{boundary}.{number}", contents), b"\r\n"]
    return b"".join(pieces) + f"--{boundary}--\r\n".encode()


def _taken(root: Part) -> list[Part]:
    """The leaves to fetch: texts always, files while they are small."""
    taken, total = [], 0
    for part in _leaves(root):
        is_text = part.content_type.startswith("text/") and not part.name
        size = min(part.size, LARGEST_TEXT) if is_text else part.size
        if (is_text or size <= LARGEST_FILE) and total + size <= LARGEST_SUM:
            taken.append(part)
            total += size
    return taken


def _leaves(part: Part) -> Iterator[Part]:
    if not part.parts:
        yield part
    for inner in part.parts:
        yield from _leaves(inner)


def _content(imap: Imap, uid: int, part: Part, *, root: Part) -> bytes:
    """A leaf with its headers. The only part of a mail that is not multipart has the mail's own."""
    headers = "HEADER" if part is root else f"{part.section}.MIME"
    most = max(LARGEST_TEXT, LARGEST_FILE)
    for answer in imap.fetch([uid], f"(UID BODY.PEEK[{headers}] BODY.PEEK[{part.section}]<0.{most}>)"):
        own = answer.get(f"BODY[{headers}]")
        body = next((value for name, value in answer.items() if name.startswith(f"BODY[{part.section}]")), None)
        if isinstance(own, bytes) and isinstance(body, bytes):
            return (_content_headers(own) if part is root else own) + body
    return b""


def _note(part: Part) -> bytes:
    name = part.name or part.content_type or "a part"
    note = EmailMessage(policy=SMTP)
    note.set_content(
        f"{name} ({part.content_type}, {part.size} bytes) was left out because the mail is too large. "
        "It is still in the mailbox.\n",
        cte="quoted-printable",
    )
    note.add_header("Content-Disposition", "attachment", filename="left-out.txt")
    del note["MIME-Version"]
    return note.as_bytes()


def _file_name(structure: list[Any]) -> str:
    """The name of a file, from the parameters of its type or disposition; empty if it has none."""
    for element in structure:
        if isinstance(element, list):
            names = [text(value).lower() for value in element[::2]]
            for wanted in ("name", "filename"):
                if wanted in names and names.index(wanted) * 2 + 1 < len(element):
                    return text(element[names.index(wanted) * 2 + 1])
            if inner := _file_name([value for value in element if isinstance(value, list)]):
                return inner
    return ""


def _content_headers(header: bytes) -> bytes:
    return b"".join(field for field in _fields(header) if field.lower().startswith(b"content-")) + b"\r\n"


def _without_content_headers(header: bytes) -> bytes:
    return b"".join(field for field in _fields(header) if not field.lower().startswith((b"content-", b"mime-version:")))


def _fields(header: bytes) -> list[bytes]:
    """Header fields with their folded lines, each ending in CRLF; the empty line at the end is left out."""
    fields: list[bytes] = []
    for line in header.splitlines():
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += line + b"\r\n"
        elif line:
            fields.append(line + b"\r\n")
    return fields
