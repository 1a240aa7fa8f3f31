"""What a connector is given to send: the reply, its files, and the message that it answers."""

from django.db.models import Q

from connectors.outgoing import OutgoingReply
from inbox.models import Message, MessageDirection, OrderMatch, Original, Ticket
from inbox.reply_files import outgoing_files
from inbox.reply_keys import reply_key


def outgoing_reply(message: Message) -> OutgoingReply:
    """The reply as it is to be sent in this attempt. Raises FileNotFoundError if a file of it is gone.

    message: with its ticket, account and buyer loaded. An order that is only possible is no fact: it is left out, so
    that no connector writes its number to a buyer who may mean another one.
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
        order_id="" if ticket.order_match == OrderMatch.POSSIBLE else ticket.order_id,
        answering=original.answering if original else {},
        quoted_text=answered.body_text if answered else "",
        quoted_at=answered.written_at if answered else None,
        quoted_author=answered.author if answered else "",
        files=outgoing_files(message),
        recipient=message.recipient,
    )


def _answered(ticket: Ticket) -> Message | None:
    """The newest message of the buyer in the conversation, or of the marketplace's own people if it can be answered.

    One that a machine wrote only if there is no other.
    """
    by_buyer, by_others = Q(direction=MessageDirection.IN), Q(direction=MessageDirection.SYSTEM, opens_wait=True)
    can_be_answered = Q(original__isnull=False) & ~Q(original__answering={})
    written = ticket.messages.filter(by_buyer | by_others & can_be_answered, within="")
    return written.order_by("automatic", "-written_at", "-id").first()
