"""What a mail says, once it has been read (connectors/mail/parse.py reads it)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Address:
    """One mailbox of an address header; `email` may be empty or not an address at all."""

    name: str
    email: str


@dataclass(frozen=True)
class MailFile:
    """An attached or inline file. name: safe to show and to save under, never a path.

    content_type: as declared, in lower case. content_id: for inline pictures, without brackets.
    """

    name: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True)
class DeliveryReport:
    """What a mail server says of a mail sent earlier (RFC 3464, and the many that do not follow it).

    message_id: of that mail, with brackets; empty if not told. permanent: False while still being tried.
    """

    recipient: str
    message_id: str
    permanent: bool
    status: str
    reason: str


@dataclass(frozen=True)
class Mail:
    """A mail as a reader sees it. Every text is storable (connectors.text).

    headers: in order, decoded; names as written. date: the instant it says it was sent, None if it says none.
    text: the plain text, made from the HTML where there is no other; empty only if the mail has none.
    html: sanitised, nothing in it loads or runs; empty if there was none.
    references: In-Reply-To and References, oldest first, with brackets, each once.
    message_id: with brackets; empty if missing. digest: SHA-256 of the raw mail, in hex.
    automatic: no person wrote it just now (RFC 3834 and relatives). bulk: sent to many.
    authentication: method ("dkim", "spf", "dmarc") to result, only as far as a header says so.
    problems: sentences, what was broken and how it was read all the same.
    """

    headers: tuple[tuple[str, str], ...]
    sender: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    message_id: str
    references: tuple[str, ...]
    text: str
    html: str
    files: tuple[MailFile, ...]
    digest: str
    size: int
    automatic: bool = False
    bulk: bool = False
    report: DeliveryReport | None = None
    authentication: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, decoded; empty if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True)
class Words:
    """A text taken apart. own: what the writer wrote now; quoted: earlier mails; signature: below the name."""

    own: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Explanation:
    """How a marketplace reads one mail, for the operator (`explain_mail`).

    kind: what it is to us. thread_key, dedup_key: names of the conversation and of the message; empty if none.
    words: the buyer's own. needs_reply: whether a clock starts.
    """

    kind: str
    thread_key: str = ""
    dedup_key: str = ""
    order_ids: tuple[str, ...] = ()
    buyer_name: str = ""
    buyer_handle: str = ""
    words: str = ""
    needs_reply: bool = False
    problems: tuple[str, ...] = ()
