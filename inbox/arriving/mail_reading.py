"""How a mail is read: by which marketplace, as what. For the operator; nothing is stored."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from connectors.abilities import ReadsMail
from connectors.language import detect
from connectors.mail.mail import Address, Explanation, Mail, MailFile
from connectors.mail.parse import read_mail
from connectors.mail.words import own_words
from connectors.registry import connectors
from connectors.text import storable

LARGEST = 150_000_000
UNREADABLE = "unreadable"
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,"]')


def explained_file(path: Path) -> dict[str, Any]:
    """The mail in that file as `explain_mail` shows it. A file that cannot be read is of kind UNREADABLE."""
    try:
        with path.open("rb") as file:
            return explained(read_mail(file.read(LARGEST)), file=storable(str(path)))
    except OSError as error:
        problem = f"No mail was read: {_why(error)}"
        return _fields(read_mail(b""), "", Explanation(UNREADABLE), file=storable(str(path))) | {"problems": [problem]}


def explained(mail: Mail, *, file: str) -> dict[str, Any]:
    """Every field of the explanation, JSON-able, in the order they are shown."""
    return _fields(mail, *_explanation(mail), file=file)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file."
    if isinstance(error, IsADirectoryError):
        return "it is a folder, not a file."
    return f"the file cannot be opened ({error.strerror or type(error).__name__})."


def _fields(mail: Mail, slug: str, explanation: Explanation, *, file: str) -> dict[str, Any]:
    words = explanation.words or (own_words(mail.text, html=mail.html).own if not slug else "")
    return {
        "file": file,
        "marketplace": slug,
        "kind": explanation.kind,
        "thread_key": explanation.thread_key,
        "dedup_key": explanation.dedup_key,
        "order_ids": list(explanation.order_ids),
        "buyer": {"name": explanation.buyer_name, "handle": explanation.buyer_handle},
        "from": ", ".join(map(_shown, mail.sender)),
        "reply_to": ", ".join(map(_shown, mail.reply_to)),
        "to": [_shown(address) for address in mail.to],
        "subject": mail.subject,
        "date": mail.date.astimezone(UTC).isoformat().replace("+00:00", "Z") if mail.date else None,
        "text": mail.text,
        "words": words,
        "attachments": [_file(file) for file in mail.files],
        "language": detect(words.strip() or mail.text),
        "needs_reply": explanation.needs_reply,
        "problems": [*mail.problems, *explanation.problems],
    }


def readers() -> Mapping[str, type[ReadsMail]]:
    """Every marketplace that works on mails, by slug; those that take any mail last."""
    found = {slug: connector for slug, connector in connectors().items() if issubclass(connector, ReadsMail)}
    return dict(sorted(found.items(), key=lambda pair: pair[1].fallback))


def _explanation(mail: Mail) -> tuple[str, Explanation]:
    """The marketplace's slug and what it says; empty if no marketplace takes such a mail."""
    for slug, connector in readers().items():
        if connector.is_ours(mail):
            return slug, connector.explain(mail)
    return "", Explanation(kind="")


def _shown(address: Address) -> str:
    """`Name <address>`, a name with special characters in quotes (RFC 5322), or whichever of the two there is."""
    if not address.email or not address.name:
        return address.email or address.name
    name = address.name
    if _SPECIAL.search(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{address.email}>"


def _file(file: MailFile) -> dict[str, Any]:
    digest = hashlib.sha256(file.content).hexdigest()
    return {"name": file.name, "content_type": file.content_type, "size": len(file.content), "sha256": digest}
