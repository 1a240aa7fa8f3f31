"""The corpora's expectations, each in the form its README describes, as Expectation."""

import base64
import email.header
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.mail_expectation import Expectation, digest, folded, letters
from connectors.mail.mail import Mail
from connectors.mail.parse import read_mail
from connectors.mail.parsing.html import text_of_html
from connectors.text import REPLACEMENT


@dataclass(frozen=True)
class CorpusMail:
    corpus: str
    name: str
    raw: bytes
    expected: Expectation


def corpus_mails(folder: Path) -> Iterator[CorpusMail]:
    """Every mail of the corpora that are in `folder`."""
    for corpus, read in _READERS.items():
        expected = _json(folder / corpus / "expected.json")
        for path in sorted((folder / corpus / "mails").glob("*.eml")):
            entry = expected.get(path.stem)
            yield CorpusMail(corpus, path.stem, path.read_bytes(), read(entry) if entry else Expectation())


def quote_pairs(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The pairs of `reply-quotes`, by name."""
    return _json(folder / "reply-quotes" / "pairs.json")


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _zammad(entry: Mapping[str, Any]) -> Expectation:
    senders = None
    if "from_email" in entry:
        senders = ((entry["from_email"].strip("<> "), entry.get("from_display_name") or ""),)
    text = None
    if "body_text" in entry:
        text = ("",) if entry.get("body_empty") else (entry["body_text"],)
    return Expectation(
        senders=senders,
        subject=entry.get("subject"),
        texts=text,
        attachments=_every([file for file in entry["attachments"] if not file.get("alternative_body")]),
    )


def _php(entry: Mapping[str, Any]) -> Expectation:
    readings = (entry["text"]["value"],)
    html = entry["html"]["value"]
    return Expectation(
        senders=tuple((one["address"], one["display"]) for one in entry["from_addresses"]),
        subject=entry["subject"],
        texts=readings if folded(readings[0]) else (text_of_html(html), readings[0]),
        attachments=_every(entry["attachments"], counted=True),
    )


def _stalwart(entry: Mapping[str, Any]) -> Expectation:
    texts = [entry["text"]] if entry.get("text") else []
    if entry.get("html"):
        texts.append(text_of_html(entry["html"]))
    files = [{"filename": file["filename"]} for file in entry["attachments"] if file["kind"] != "text"]
    return Expectation(
        senders=tuple((one["address"] or "", one["name"] or "") for one in entry["from"]) if "from" in entry else None,
        subject=entry.get("subject"),
        texts=tuple(texts) or None,
        attachments=_every(files),
    )


def _zbateson(entry: Mapping[str, Any]) -> Expectation:
    texts = tuple(entry[kind] for kind in ("text", "html") if kind in entry)
    count = entry.get("attachments")
    return Expectation(
        senders=((entry["from"]["email"], entry["from"].get("name") or ""),),
        subject=entry["subject"],
        texts=texts or None,
        attachments=None if count is None else lambda mail: count in _counts(mail),
    )


def _counts(mail: Mail) -> tuple[int, int]:
    """All files, and those that are neither signatures nor named texts: the origin counts one or the other."""
    return len(mail.files), sum(not file.content_type.startswith(_NOT_COUNTED) for file in mail.files)


_NOT_COUNTED = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/")


def _mime4j(entry: Mapping[str, Any]) -> Expectation:
    subject = entry["raw_headers"].get("subject")
    leaves = entry["leaves"]
    texts = [leaf["text"] for leaf in leaves if leaf["kind"] == "text" and folded(leaf["text"] or "")]
    readings = (texts[0], text_of_html(texts[0])) if texts else None
    binaries = [leaf for leaf in leaves if leaf["kind"] == "binary" and leaf["size"]]
    return Expectation(
        subject=None if subject is None else _as_the_standard_library_decodes(subject),
        texts=readings,
        attachments=_every([{"sha256": leaf["sha256"]} for leaf in binaries]),
    )


def _nothing(entry: Mapping[str, Any]) -> Expectation:  # noqa: ARG001
    return Expectation()


def _as_the_standard_library_decodes(value: str) -> str:
    pieces = email.header.decode_header(value)
    return "".join(piece if isinstance(piece, str) else piece.decode(charset or "ascii") for piece, charset in pieces)


def _every(files: list[dict[str, Any]], *, counted: bool = False) -> Callable[[Mail], bool]:
    """Each expected file is among ours, by content, else by name or size; files inside attached mails count too."""

    def matches(mail: Mail) -> bool:
        ours = list(_all_files(mail))
        return all(any(_same(file, mine) for mine in ours) for file in files) and (
            not counted or len(mail.files) == len(files)
        )

    return matches


def _all_files(mail: Mail, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    for file in mail.files:
        yield file.name, file.content
        if file.content_type == "message/rfc822" and depth < 5:
            yield from _all_files(read_mail(file.content), depth + 1)


def _same(expected: Mapping[str, Any], mine: tuple[str, bytes]) -> bool:
    """By content where a digest is given: also with other line ends, or of its base64 (so some of zammad's)."""
    name, content = mine
    if "sha256" in expected:
        forms = (content, content.replace(b"\r\n", b"\n"), base64.b64encode(content))
        return expected["sha256"] in map(digest, forms)
    wanted = expected.get("filename") or ""
    if not wanted or wanted.startswith("noname"):
        return expected.get("size") in (None, len(content))
    return _same_name(wanted, name)


def _same_name(wanted: str, name: str) -> bool:
    """Ours may be the last part of theirs: we give names without folders."""
    if REPLACEMENT in wanted:
        wanted, name = (text.encode("ascii", "ignore").decode() for text in (wanted, name))
    return letters(wanted).endswith(letters(name))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Expectation]] = {
    "mime-robustness": _nothing,
    "mime4j-testmsgs": _mime4j,
    "php-mime-mail-parser": _php,
    "stalwart-mail-parser": _stalwart,
    "zammad-mails": _zammad,
    "zbateson-mail-mime-parser": _zbateson,
}
