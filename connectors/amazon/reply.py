"""A reply as a mail to the buyer's relay address.

Amazon wants the original subject, references and the original message quoted: a reply on the buyer's own thread passes
even if he takes no other messages from sellers. Source: Seller Central help 200383320 and Amazon's notice of a blocked
message, as the project's fact sheet quotes them.
"""

import re
from datetime import UTC, datetime

from connectors.amazon.relay import relay_from
from connectors.errors import ReplyRefused
from connectors.facts import ReplyLimits
from connectors.mail.sending import OutgoingMail
from connectors.outgoing import OutgoingReply
from connectors.text import marked as _
from connectors.text import storable

TOO_LONG = _("The message has %(count)s characters; at most %(most)s are sent.")


NO_ADDRESS = _(
    "Amazon's address of this buyer is unknown: there is no mail of his to answer. Answer in Seller Central."
)
LONGEST_QUOTE = 20_000
LIMITS = ReplyLimits(
    max_characters=4000,
    attachments=5,
    largest_files=10 * 1024 * 1024,
    file_types=("pdf", "png", "txt", "doc", "docx", "tiff", "bmp"),
)
"""10 MB: Seller Central help 200389080. The length is a caution: Amazon documents none for mails. See README.md."""

_REPLY = re.compile(r"^\s*(re|aw|sv|ynt|odp)\s*[:：]", re.IGNORECASE)


def mail_for(reply: OutgoingReply, *, sender: str, now: datetime) -> OutgoingMail:
    """Write the mail. Raises ReplyRefused if nobody can be answered or there is nothing, or too much, to send."""
    text = storable(reply.body).strip()
    if not text:
        raise ReplyRefused(_("The message is empty."))
    if LIMITS.count(text) > LIMITS.max_characters:
        raise ReplyRefused(TOO_LONG % {"count": len(text), "most": LIMITS.max_characters})
    if sum(len(file.content) for file in reply.files) > LIMITS.largest_files:
        raise ReplyRefused(_("The files are larger than 10 MB together, which Amazon does not take."))
    relay = relay_from(str(reply.answering.get("to", "")))
    if relay is None:
        raise ReplyRefused(NO_ADDRESS)
    subject = " ".join(str(reply.answering.get("subject", "")).split())
    return OutgoingMail(
        sender=sender,
        to=relay.address,
        subject=subject if _REPLY.match(subject) else f"Re: {subject}".strip(),
        text=text + _order_line(reply, text) + _quoted(reply),
        message_id=f"<{reply.key}@{sender.rpartition('@')[2].rstrip('>').strip()}>",
        in_reply_to=str(reply.answering.get("message_id", "")),
        files=reply.files,
        written_at=now,
    )


def _order_line(reply: OutgoingReply, text: str) -> str:
    return f"\n\n# {reply.order_id}" if reply.order_id and reply.order_id not in text else ""


def _quoted(reply: OutgoingReply) -> str:
    """The message answered, as mail programs quote it, so that readers take it for a quote."""
    if not reply.quoted_text:
        return ""
    at = f"{reply.quoted_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, " if reply.quoted_at else ""
    lines = storable(reply.quoted_text)[:LONGEST_QUOTE].split("\n")
    return f"\n\nOn {at}{reply.quoted_author or 'the buyer'} wrote:\n" + "\n".join(
        f"> {line}".rstrip() for line in lines
    )
