"""What a connector is given to send: the reply, its files, and the message that it answers."""

from connectors.outgoing import OutgoingFile, OutgoingReply
from inbox.models import Message, OrderMatch, Original, Ticket
from inbox.sending.conversation import questions, through_for
from inbox.sending.reply_files import outgoing_files
from inbox.sending.reply_keys import reply_key


def outgoing_reply(message: Message) -> OutgoingReply:
    """The reply as it is to be sent in this attempt. Raises FileNotFoundError if a file of it is gone.

    message: with its ticket, account and buyer loaded, and `through` where it has one. An order that is only possible
    is no fact: it is left out, so that no connector writes its number to a buyer who may mean another one.
    """
    return _reply(message, key=reply_key(message), files=outgoing_files(message))


def unsent_reply(ticket: Ticket, *, body: str, recipient: str, conversation: int | None) -> OutgoingReply:
    """The reply that a text would become, without files; nothing is stored. ticket: with its account and buyer.

    conversation: as queue_reply takes it. Raises WrongConversation.
    """
    through = through_for(ticket, conversation)
    return _reply(Message(ticket=ticket, through=through, body_text=body, recipient=recipient), key="preview", files=())


def _reply(message: Message, *, key: str, files: tuple[OutgoingFile, ...]) -> OutgoingReply:
    place = message.place
    answered = questions(message.ticket).filter(through=message.through).first()
    original = Original.objects.filter(message=answered).first() if answered else None
    return OutgoingReply(
        thread_id=place.thread_id,
        body=message.body_text,
        key=key,
        buyer_handle=place.buyer.handle,
        item_id=place.item_id,
        order_id="" if place.order_match == OrderMatch.POSSIBLE else place.order_id,
        answering=original.answering if original else {},
        quoted_text=answered.body_text if answered else "",
        quoted_at=answered.written_at if answered else None,
        quoted_author=answered.author if answered else "",
        files=files,
        recipient=message.recipient,
        automatic=message.automatic,
    )
