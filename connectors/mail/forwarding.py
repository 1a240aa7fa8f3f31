"""A mail of the shop to somebody who is no buyer: a carrier, a supplier."""

from datetime import datetime

from connectors.mail.sending import OutgoingMail, send_mail
from connectors.mail.servers import Server
from connectors.mail.transport.compose import envelope
from connectors.outgoing import ForwardedMail, SentReply
from connectors.text import storable


def forwarded(mail: ForwardedMail, *, server: Server, sender: str, now: datetime) -> SentReply:
    """Send it once. That the server took it does not prove that it arrives. Raises what send_mail raises."""
    outgoing = OutgoingMail(
        sender=sender,
        to=mail.to,
        subject=mail.subject,
        text=f"{storable(mail.text).strip()}\n",
        message_id=f"<{mail.key}@{envelope(sender).rpartition('@')[2]}>",
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        files=mail.files,
        written_at=now,
    )
    send_mail(server, outgoing)
    return SentReply(outgoing.message_id, confirmed=False)
