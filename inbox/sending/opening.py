"""Write first: a conversation that the shop opens about an order, through the outbox like any reply.

Its ticket is there from the start, under a name of our own (Ticket.is_opening), since the marketplace gives its name
only when the first message is accepted. If no answer to that came, nobody knows whether the conversation is there: the
message is unsure, and the next pull that shows a conversation about the order with the same words gives its name to the
ticket. So it is never opened twice, and never becomes a second ticket.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from connectors.abilities import ConversationTopic, OpensConversations
from connectors.accounts import connector_for
from connectors.base import Connector
from connectors.errors import OutcomeUnknown, ReplyRefused
from connectors.incoming import Direction, IncomingMessage
from connectors.models import Account
from connectors.outgoing import OpenedConversation, OpeningMessage, SentReply
from connectors.text import storable
from inbox.arriving.own_replies import CLOCK_SKEW, same_text
from inbox.errors import NothingToOpen
from inbox.models import EventKind, Message, MessageDirection, Status, Ticket, TicketEvent, User
from inbox.models.ticket import OPENING, queue_position
from inbox.sending.outbox import queue_reply
from inbox.sending.reply_files import outgoing_files
from inbox.sending.reply_keys import reply_key
from inbox.sending.wishes import ReplyWishes
from inbox.tickets.about import order_of

LONGEST_SUBJECT = 200


def can_open(ticket: Ticket) -> bool:
    """Whether the seller may write first about the ticket's order. Asks nobody."""
    is_about_somebody = bool(ticket.order_id) and not ticket.is_erased
    return is_about_somebody and issubclass(ticket.account.connector_class, OpensConversations)


def topics_for(ticket: Ticket) -> tuple[ConversationTopic, ...]:
    """Ask the marketplace which topics it takes for the ticket's order. Raises what topics() raises."""
    connector = connector_for(ticket.account)
    if not can_open(ticket) or not isinstance(connector, OpensConversations):
        return ()
    channel, state = _order(ticket)
    return connector.topics(channel=channel, order_state=state)


def open_about(
    ticket: Ticket, *, topic: str, subject: str, text: str, by: User, now: datetime, key: str, override: str = ""
) -> Message:
    """Put the first message of a new conversation about the ticket's order into the outbox, on a ticket of its own.

    key: the same key of the same user opens once. override: as in ReplyWishes.
    Raises NothingToOpen, and what queue_reply raises: nothing is queued then.
    """
    subject = storable(subject).strip()[:LONGEST_SUBJECT]
    if not can_open(ticket) or not topic or not subject:
        raise NothingToOpen(marketplace=ticket.account.marketplace_label)
    channel, _state = _order(ticket)
    with transaction.atomic():
        opening, is_new = Ticket.objects.get_or_create(
            account=ticket.account,
            thread_id=f"{OPENING}{by.pk}-{key}",
            defaults={
                "buyer": ticket.buyer,
                "buyer_name": ticket.buyer_name,
                "subject": subject,
                "topic": topic[:100],
                "channel": channel,
                "order_id": ticket.order_id,
                "language": ticket.language,
                "assignee": by,
                "last_message_at": now,
                "queue_at": queue_position(None, now),
                "created_at": now,
                "updated_at": now,
            },
        )
        if is_new:
            TicketEvent.objects.create(ticket=opening, at=now, kind=EventKind.OPENED, user=by)
        wishes = ReplyWishes(override=override)
        return queue_reply(opening, body=text, by=by, now=now, idempotency_key="opening", wishes=wishes)


def send_opening(connector: Connector, message: Message) -> SentReply:
    """Open the conversation there and give its name to the ticket. Raises what open_conversation() raises.

    message: with its ticket and account loaded. Where the marketplace does not name the message itself it is unsure,
    until its conversation, known now, is read back.
    """
    if not isinstance(connector, OpensConversations):
        raise ReplyRefused("this marketplace opens no conversations")
    ticket = message.ticket
    opened = connector.open_conversation(
        OpeningMessage(
            order_id=ticket.order_id,
            channel=ticket.channel,
            topic=ticket.topic,
            subject=ticket.subject,
            body=message.body_text,
            recipient=message.recipient,
            files=outgoing_files(message),
            key=reply_key(message),
        )
    )
    _name(message, opened)
    if not opened.message_id:
        raise OutcomeUnknown("opened, but the answer does not name the message")
    return SentReply(opened.message_id)


def adopt(account: Account, threads: Mapping[str, Sequence[IncomingMessage]]) -> None:
    """Give the tickets of conversations we opened the names under which these now arrive."""
    if not issubclass(account.connector_class, OpensConversations):
        return
    ours = {thread_id: [m for m in thread if m.direction == Direction.OUT] for thread_id, thread in threads.items()}
    orders = {message.order_id for thread in ours.values() for message in thread if message.order_id}
    if not orders:
        return
    waiting = Ticket.objects.select_for_update().filter(
        account=account, order_id__in=orders, thread_id__startswith=OPENING
    )
    for ticket in waiting.order_by("id"):
        for thread_id, shown in ours.items():
            if _is_of(ticket, shown) and not _tickets(account, thread_id).exists():
                _rename(ticket, thread_id)
                break


def _order(ticket: Ticket) -> tuple[str, str]:
    """The order's sales channel and state, as far as known."""
    order = order_of(ticket)
    return (order.channel or ticket.channel, order.state) if order else (ticket.channel, "")


def _name(message: Message, opened: OpenedConversation) -> None:
    """The ticket takes the conversation's name; if a pull has made a ticket of it already, the message goes there."""
    ticket = message.ticket
    with transaction.atomic():
        current = Ticket.objects.select_for_update().get(pk=ticket.pk)
        made = _tickets(ticket.account, opened.thread_id).exclude(pk=ticket.pk).order_by("-episode").first()
        if made is None:
            _rename(current, opened.thread_id)
            ticket.thread_id = opened.thread_id
            return
        Message.objects.filter(pk=message.pk).update(ticket=made)
        Ticket.objects.filter(pk=ticket.pk).update(status=Status.SOLVED, solved_at=message.written_at)
        message.ticket = made


def _rename(ticket: Ticket, thread_id: str) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(thread_id=thread_id)


def _is_of(ticket: Ticket, shown: Sequence[IncomingMessage]) -> bool:
    """Whether one of these is a message that was to open this conversation."""
    tried = ticket.messages.filter(direction=MessageDirection.OUT).exclude(attempted_at=None)
    return any(
        reply.attempted_at
        and message.order_id == ticket.order_id
        and message.written_at >= reply.attempted_at - CLOCK_SKEW
        and same_text(message.text, reply.body_text)
        for reply in tried
        for message in shown
    )


def _tickets(account: Account, thread_id: str) -> QuerySet[Ticket]:
    return Ticket.objects.filter(account=account, thread_id=thread_id)
