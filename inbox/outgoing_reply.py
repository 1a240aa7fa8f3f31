"""What a connector is given to send: the reply, its files, and the message that it answers."""

from connectors.outgoing import OutgoingReply
from inbox.models import Message, MessageDirection, Original, Ticket
from inbox.reply_files import outgoing_files
from inbox.reply_keys import reply_key


def outgoing_reply(message: Message) -> OutgoingReply:
    """The reply as it is to be sent in this attempt. Raises FileNotFoundError if a file of it is gone.

    message: with its ticket, account and buyer loaded.
    """
    ticket = message.ticket
    answered = _answered(ticket)
    original = Original.objects.filter(message=answered).first() if answered else None
    return OutgoingReply(
        thread_id=ticket.thread_id,
        body=message.body_text,
        key=reply_key(message),
        buyer_handle=ticket.buyer.handle,
        item_id=ticket.item_id,
        order_id=ticket.order_id,
        answering=original.answering if original else {},
        quoted_text=answered.body_text if answered else "",
        quoted_at=answered.written_at if answered else None,
        quoted_author=answered.author if answered else "",
        files=outgoing_files(message),
    )


def _answered(ticket: Ticket) -> Message | None:
    """The newest message of the buyer, one that a machine wrote only if there is no other."""
    written = ticket.messages.filter(direction=MessageDirection.IN)
    return written.order_by("automatic", "-written_at", "-id").first()
