"""What the marketplace lets the seller do on a ticket's order, such as a typed message, and doing it.

Every action calls the marketplace at once and cannot be undone. The entry in the conversation is written first and
says that no answer came back, until one has: a worker that dies meanwhile leaves the truth behind.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from connectors.abilities import ActsOnOrders, OrderAction
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError, OutcomeUnknown
from connectors.outgoing import OutgoingFile
from connectors.text import storable
from inbox.changes import bump_on_commit
from inbox.errors import EmptyReply, ReplyTooLong
from inbox.models import Cause, EventKind, Message, MessageDirection, OrderMatch, Ticket, TicketEvent, User
from inbox.orders.errors import ActionRefused, ActionTakenAlready


def has_actions(ticket: Ticket) -> bool:
    """Whether there may be any; none on an order that is only possible. Asks nobody."""
    is_known = bool(ticket.order_id) and ticket.order_match != OrderMatch.POSSIBLE and not ticket.is_erased
    return is_known and issubclass(ticket.account.connector_class, ActsOnOrders)


def actions_for(ticket: Ticket) -> tuple[OrderAction, ...]:
    """Ask the marketplace what it allows on the ticket's order now. Raises what order_actions() raises."""
    connector = connector_for(ticket.account)
    if not has_actions(ticket) or not isinstance(connector, ActsOnOrders):
        return ()
    return connector.order_actions(ticket.order_id)


def act(
    ticket: Ticket,
    *,
    action: OrderAction,
    values: Mapping[str, str],
    files: Sequence[OutgoingFile],
    by: User | None,
    now: datetime,
    key: str,
) -> Message:
    """Carry out one action and put it into the conversation; it answers no buyer and stops no clock.

    by: None = Guichet itself. key: the same key acts once.
    Raises ActionTakenAlready, EmptyReply, ReplyTooLong or ActionRefused: nothing was done.
    """
    connector = connector_for(ticket.account)
    if not isinstance(connector, ActsOnOrders):
        raise ActionRefused(reason="")
    values = {name: storable(values.get(name, "")).strip() for name in action.fields if name != "file"}
    _check(action, values.get("text", ""), marketplace=ticket.account.marketplace_label)
    entry = _begin(ticket, action, values.get("text", ""), by=by, now=now, key=key)
    try:
        connector.act_on_order(ticket.order_id, action.name, values=values, files=tuple(files))
    except OutcomeUnknown as error:
        _end(entry, action, by=by, now=now, cause=Cause.NO_ANSWER, reason=str(error))
    except MarketplaceError as error:
        entry.delete()
        raise ActionRefused(reason=str(error)) from error
    else:
        _end(entry, action, by=by, now=now, cause="", reason="")
    return entry


def _check(action: OrderAction, text: str, *, marketplace: str) -> None:
    if "text" in action.fields and not text:
        raise EmptyReply
    if action.max_characters and len(text) > action.max_characters:
        raise ReplyTooLong(marketplace=marketplace, characters=len(text), limit=action.max_characters)


def _begin(ticket: Ticket, action: OrderAction, text: str, *, by: User | None, now: datetime, key: str) -> Message:
    label = gettext(action.label)
    entry, is_new = Message.objects.get_or_create(
        ticket=ticket,
        idempotency_key=f"action-{by.pk if by else 0}-{key}"[:255],
        defaults={
            "account_id": ticket.account_id,
            "direction": MessageDirection.SYSTEM,
            "author": str(by)[:255] if by else "Guichet",
            "user": by,
            "body_text": f"{label}\n\n{text}" if text else label,
            "written_at": now,
            "attempted_at": now,
            "cause": Cause.NO_ANSWER,
        },
    )
    if not is_new:
        raise ActionTakenAlready
    return entry


def _end(entry: Message, action: OrderAction, *, by: User | None, now: datetime, cause: str, reason: str) -> None:
    entry.cause, entry.reason = cause, reason
    with transaction.atomic():
        entry.save(update_fields=["cause", "reason"])
        TicketEvent.objects.create(
            ticket_id=entry.ticket_id,
            at=now,
            kind=EventKind.DELIVERY,
            user=by,
            message_id=entry.pk,
            after={"action": action.name, "outcome": cause or "done"},
        )
        Ticket.objects.filter(pk=entry.ticket_id).update(updated_at=now)
        bump_on_commit([entry.ticket_id])
