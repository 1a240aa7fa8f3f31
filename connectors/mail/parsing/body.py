"""From the tree of parts to what is shown: texts in reading order, and files."""

import re
from dataclasses import dataclass, field

from connectors.mail.mail import MailFile
from connectors.mail.parsing import smime, tnef
from connectors.mail.parsing.charsets import decoded, repaired
from connectors.mail.parsing.encoded_words import header_text
from connectors.mail.parsing.file_names import safe_name
from connectors.mail.parsing.flowed import unflowed
from connectors.mail.parsing.headers import read_headers
from connectors.mail.parsing.html import as_html
from connectors.mail.parsing.parts import Part, read_parts
from connectors.mail.parsing.transfer import uuencoded_files
from connectors.text import storable

LARGEST_TEXT = 1_000_000
DEEPEST = 5

_BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/richtext"}
_UNSHOWN_TYPES = {"text/x-amp-html", "text/watch-html"}
_SMIME_TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass
class Segment:
    """One stretch of the mail's text: plain, as HTML, or the same in both forms."""

    plain: str = ""
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain.strip() or self.html.strip())


@dataclass
class Body:
    """What the parts hold. nested: mails attached whole; spare: texts that are shown if there is no other."""

    segments: list[Segment] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)
    nested: list[bytes] = field(default_factory=list)
    spare: list[Segment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def problem(self, sentence: str) -> None:
        if sentence and sentence not in self.problems:
            self.problems.append(sentence)


def read_body(root: Part, *, depth: int = 0) -> Body:
    """Sort every part of `root` into texts and files. depth: of mails within mails."""
    body = Body()
    body.segments = _segments(root, body, depth)
    for part in root.walk():
        for sentence in part.problems:
            body.problem(sentence)
    return body


def _segments(part: Part, body: Body, depth: int) -> list[Segment]:
    if part.children:
        return _of_multipart(part, body, depth)
    kind = part.content_type
    if part.main_type == "multipart":
        return [_plain(part, part.content(), body)]
    if kind in _UNSHOWN_TYPES and part.disposition != "attachment":
        return []
    if kind in _BODY_TYPES and part.disposition != "attachment" and not part.declared_name:
        return [_of_text(part, body)]
    return _of_file(part, body, depth)


def _of_multipart(part: Part, body: Body, depth: int) -> list[Segment]:
    kind = part.content_type
    if kind == "multipart/encrypted":
        body.problem("The mail is encrypted; its text cannot be read here.")
    found = [_segments(child, body, depth) for child in part.children]
    if kind == "multipart/alternative":
        return _alternative(found)
    return [segment for segments in found for segment in segments]


def _alternative(found: list[list[Segment]]) -> list[Segment]:
    """The first plain form and the last HTML form of the same; what is in neither form is not lost."""
    plain = next((one for one in found if _all_plain(one)), None)
    html = next((one for one in reversed(found) if any(segment.html.strip() for segment in one)), None)
    if html is None:
        return plain or next((one for one in reversed(found) if any(one)), [])
    if plain is None:
        return html
    return [Segment("\n".join(segment.plain for segment in plain), "\n".join(map(_html_of, html)))]


def _all_plain(segments: list[Segment]) -> bool:
    return any(segment.plain.strip() for segment in segments)


def _html_of(segment: Segment) -> str:
    return segment.html if segment.html.strip() else as_html(segment.plain)


def _of_text(part: Part, body: Body) -> Segment:
    content = part.content()
    if part.content_type != "text/html":
        return _plain(part, content, body)
    return Segment(html=_text(part, content, body))


def _plain(part: Part, content: bytes, body: Body) -> Segment:
    if b"begin " in content:
        content = _without_uuencoded(content, body)
    text = _text(part, content, body)
    if part.content_type in ("text/enriched", "text/richtext"):
        return Segment(html=text.replace("\n\n", "<br>"))
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    if _PGP in text:
        body.problem("The text is encrypted with OpenPGP and cannot be read here.")
    return Segment(plain=text)


def _text(part: Part, content: bytes, body: Body) -> str:
    """The decoded text. Far too long a text is cut, and kept whole as a file."""
    if len(content) > LARGEST_TEXT:
        body.problem("The text is very long; the rest is in an attached file.")
        body.files.append(_file(part, content, body))
        content = content[:LARGEST_TEXT]
    charset = part.parameters.get("charset", "")
    if not charset and part.content_type == "text/html" and (meta := _META_CHARSET.search(content[:5_000])):
        charset = meta[1].decode("ascii")
    text, sentence = decoded(content, charset)
    body.problem(sentence)
    return storable(repaired(text))


def _without_uuencoded(content: bytes, body: Body) -> bytes:
    kept, position = [], 0
    for name, file, start, stop in uuencoded_files(content):
        kept.append(content[position:start])
        position = stop
        safe = safe_name(header_text(name), "application/octet-stream", number=len(body.files) + 1)
        body.files.append(MailFile(safe, "application/octet-stream", file))
    return b"".join((*kept, content[position:]))


def _of_file(part: Part, body: Body, depth: int) -> list[Segment]:
    """Keep the part as a file; some kinds are unpacked as well or instead."""
    content = part.content()
    kind = part.content_type
    if kind in tnef.TYPES or part.declared_name.lower() == "winmail.dat":
        return _of_tnef(part, content, body)
    if kind in _SMIME_TYPES and depth < DEEPEST:
        return _of_smime(part, content, body, depth)
    if kind == "message/rfc822" and depth < DEEPEST:
        body.nested.append(content)
    elif part.main_type in ("text", "message"):
        body.spare.append(_spare(part, content))
    body.files.append(_file(part, content, body))
    return []


def _spare(part: Part, content: bytes) -> Segment:
    text = storable(decoded(content[:LARGEST_TEXT], part.parameters.get("charset", ""))[0])
    return Segment(html=text) if part.content_type == "text/html" else Segment(plain=text)


def _of_tnef(part: Part, content: bytes, body: Body) -> list[Segment]:
    opened = tnef.unpacked(content)
    if opened is None or not (opened.files or opened.text or opened.html):
        body.problem("A winmail.dat of Outlook could not be unpacked; it is attached as it is.")
        body.files.append(_file(part, content, body))
        return []
    for name, file in opened.files:
        safe = safe_name(name, "application/octet-stream", number=len(body.files) + 1)
        body.files.append(MailFile(safe, "application/octet-stream", file))
    body.spare.append(Segment(storable(opened.text), storable(opened.html)))
    return []


def _of_smime(part: Part, content: bytes, body: Body, depth: int) -> list[Segment]:
    body.files.append(_file(part, content, body))
    signed = smime.signed_content(content)
    if not signed:
        body.problem("The mail is encrypted (S/MIME); its text cannot be read here.")
        return []
    inner = read_body(read_parts(signed), depth=depth + 1)
    body.files.extend(inner.files)
    body.nested.extend(inner.nested)
    body.spare.extend(inner.spare)
    return inner.segments


def _file(part: Part, content: bytes, body: Body) -> MailFile:
    kind = part.content_type
    name = part.declared_name
    if kind == "message/rfc822" and not name:
        name = _subject_of(content)
        name = f"{name}.eml" if name else ""
    shown = part.disposition == "inline" or (bool(part.content_id) and part.disposition != "attachment")
    is_inline = shown and part.main_type == "image"
    return MailFile(safe_name(name, kind, number=len(body.files) + 1), kind, content, is_inline, part.content_id)


def _subject_of(mail: bytes) -> str:
    return header_text(read_headers(mail, 0, len(mail)).first("subject"))[:100]
