"""A reply as a mail: to the person who wrote, under the same subject, with what he wrote below."""

from datetime import datetime

from connectors.email.subjects import of_reply
from connectors.errors import ReplyRefused
from connectors.mail.quoting import quoted
from connectors.mail.transport.compose import OutgoingMail, envelope
from connectors.outgoing import OutgoingReply
from connectors.text import marked as _
from connectors.text import storable

TOO_LONG = _("The message has %(count)s characters; at most %(most)s are sent.")


def mail_for(reply: OutgoingReply, *, sender: str, now: datetime, most_characters: int) -> OutgoingMail:
    """Write the mail. Raises ReplyRefused if there is nothing to say, too much of it, or nobody to say it to."""
    text = storable(reply.body).strip("\n")
    if not text.strip():
        raise ReplyRefused(_("The message is empty."))
    if len(text) > most_characters:
        raise ReplyRefused(TOO_LONG % {"count": len(text), "most": most_characters})
    to = str(reply.answering.get("to") or reply.buyer_handle)
    if not to:
        raise ReplyRefused(_("The mail names no address that it could be answered at."))
    history = quoted(reply.quoted_text, at=reply.quoted_at, author=reply.quoted_author)
    return OutgoingMail(
        sender=sender,
        to=to,
        subject=of_reply(str(reply.answering.get("subject", ""))),
        text=f"{text}\n\n{history}\n" if history else f"{text}\n",
        message_id=f"<{reply.key}@{envelope(sender).rpartition('@')[2]}>",
        in_reply_to=str(reply.answering.get("message_id", "")),
        references=tuple(str(name) for name in reply.answering.get("references", ())),
        files=reply.files,
        written_at=now,
        automatic=reply.automatic,
    )
