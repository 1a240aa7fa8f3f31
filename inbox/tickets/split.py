"""Take messages out of a ticket into one of their own: the buyer asks about two matters in one conversation.

The new ticket has the conversation's thread id, so its answers reach the same buyer; what he writes next lands on the
old one, since nobody can know which of the two it is about. Merging it back takes the split back.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from inbox.errors import BuyerErased, NotAConversation
from inbox.models import EventKind, Message, MessageDirection, Status, Ticket, TicketEvent, Understanding, User
from inbox.models.ticket import CLAIM
from inbox.tickets.changing import locked
from inbox.tickets.merge_errors import NothingLeft, NothingToSplit, NotOpenedThere, OverAlready
from inbox.tickets.moving import check_settled, move, rest_if_answered, show_again, waiting_on
from inbox.understanding.on_tickets import show_on
from inbox.understanding.rows import classification_of


def can_be_split(ticket: Ticket) -> bool:
    """Whether its messages may be taken apart at all."""
    try:
        _check(ticket)
    except (NotAConversation, NotOpenedThere, OverAlready, BuyerErased):
        return False
    return True


def split(ticket: Ticket, message_ids: Collection[int], *, by: User, now: datetime) -> Ticket:
    """Make a ticket of these messages. Its waits begin when the buyer wrote; what was answered stays answered.

    Raises NothingToSplit, NothingLeft, ReplyOnItsWay, NotAConversation, NotOpenedThere, OverAlready or BuyerErased.
    """
    with transaction.atomic():
        current = locked(ticket)
        _check(current)
        chosen = current.messages.filter(pk__in=message_ids, within="")
        place = _conversation_of(chosen)
        if not _of_buyer(current.messages.exclude(pk__in=message_ids)).exists():
            raise NothingLeft
        check_settled(chosen)
        waiting = waiting_on(current)
        new = _new_ticket(current, place, chosen, now)
        first = _of_buyer(chosen).order_by("written_at", "id").values_list("pk", flat=True)[0]
        move(chosen, of=current, to=new, through=None, waiting=waiting, now=now)
        _log(new, EventKind.OPENED, first, by=by, now=now, before={"value": current.pk})
        _log(current, EventKind.SPLIT, first, by=by, now=now, after={"value": new.pk})
        for one in (new, current):
            show_again(one, by=by, now=now)
            rest_if_answered(one, now)
    ticket.refresh_from_db()
    return new


def _check(ticket: Ticket) -> None:
    if ticket.kind == CLAIM:
        raise NotAConversation
    if ticket.is_opening:
        raise NotOpenedThere
    if ticket.status in (Status.SPAM, Status.MERGED):
        raise OverAlready
    if ticket.is_erased:
        raise BuyerErased


def _of_buyer(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.filter(direction=MessageDirection.IN, within="")


def _conversation_of(chosen: QuerySet[Message]) -> Ticket:
    """The ticket whose conversation the messages are of. Raises NothingToSplit for several, or none of the buyer's."""
    places = {message.place.pk: message.place for message in chosen.select_related("ticket", "through")}
    if len(places) != 1 or not _of_buyer(chosen).exists():
        raise NothingToSplit
    return next(iter(places.values()))


def _new_ticket(current: Ticket, place: Ticket, chosen: QuerySet[Message], now: datetime) -> Ticket:
    """place: has the conversation, its order and item. Topic and level are those of the messages; the rest is as on the
    ticket that people have worked on.
    """
    of_thread = Ticket.objects.filter(account=current.account_id, thread_id=place.thread_id)
    began = min(chosen.values_list("written_at", flat=True))
    new = Ticket(
        account=current.account,
        thread_id=place.thread_id,
        episode=(of_thread.aggregate(highest=Max("episode"))["highest"] or 0) + 1,
        split_from=current,
        buyer_id=current.buyer_id,
        buyer_name=current.buyer_name,
        subject=place.subject,
        item_id=place.item_id,
        order_id=place.order_id,
        order_match=place.order_match,
        channel=place.channel,
        language=current.language,
        assignee_id=current.assignee_id,
        priority=current.priority,
        last_message_at=min(began, now),
        queue_at=now,
        created_at=min(began, now),
        updated_at=now,
    )
    for row in Understanding.objects.filter(message__in=chosen).order_by("message__written_at", "message"):
        list(show_on(new, classification_of(row)))
    new.save()
    return new


def _log(ticket: Ticket, kind: EventKind, message_id: int, *, by: User, now: datetime, **said: object) -> None:
    TicketEvent.objects.create(ticket=ticket, at=now, kind=kind, user=by, message_id=message_id, **said)
