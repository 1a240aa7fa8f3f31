"""Ask a marketplace to close or reopen a conversation, in the background, and keep what it said.

What is asked for stands on the Conversation until it is done or refused. Asking twice is harmless, so a worker that
dies on the way needs no settling: once its lease is over the next one asks again.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from connectors import accounts
from connectors.abilities import ClosesConversations
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError, ReplyRefused, SignInAgain, TryLater
from connectors.models import Account, AccountState
from inbox.changes import bump_on_commit
from inbox.clock import RunningClock
from inbox.errors import NothingToClose
from inbox.models import Conversation, Delivery, EventKind, Message, Ticket, TicketEvent, User
from inbox.models.ticket import CLAIM
from inbox.sending.reply_states import AWAY

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=15)
ASKED, DONE, REFUSED = "asked", "done", "refused"
"""What an entry of the log says of it (TicketEvent.after["outcome"])."""


def can_be_closed(ticket: Ticket) -> bool:
    """Whether the ticket's conversation is one that its marketplace lets the seller close and reopen."""
    return (
        ticket.kind != CLAIM
        and not ticket.is_opening
        and not ticket.is_erased
        and issubclass(ticket.account.connector_class, ClosesConversations)
    )


def ask_to_set_open(ticket: Ticket, is_open: bool, *, by: User, now: datetime) -> Conversation:  # noqa: FBT001
    """Note that the conversation is to be open or closed at the marketplace; a worker asks for it at once.

    What stands so already, with nothing else asked for, stays as it is. Raises NothingToClose.
    """
    if not can_be_closed(ticket):
        raise NothingToClose(marketplace=ticket.account.marketplace_label)
    with transaction.atomic():
        Conversation.objects.get_or_create(
            account_id=ticket.account_id,
            thread_id=ticket.thread_id,
            defaults={"channel": ticket.channel, "changed_at": ticket.created_at},
        )
        conversation = Conversation.objects.select_for_update().get(
            account=ticket.account_id, thread_id=ticket.thread_id
        )
        wanted = conversation.wanted_open
        if wanted == is_open or (wanted is None and conversation.is_open == is_open):
            return conversation
        conversation.wanted_open, conversation.wanted_by, conversation.refusal = is_open, by, ""
        # A worker may just be asking for the opposite: this is next when he is back, or dead (see _settle).
        conversation.next_try_at = max(conversation.next_try_at or now, now)
        conversation.save(update_fields=["wanted_open", "wanted_by", "next_try_at", "refusal"])
        _log(conversation, is_open=is_open, outcome=ASKED, now=now)
    return conversation


def claim_due(now: datetime, *, at_most: int = 100) -> list[int]:
    """The ids of conversations to be changed now. Looking takes nothing: `change` claims each.

    A reply that is about to leave goes first: a conversation closed before it would not take it.
    """
    leaving = Message.objects.filter(
        ticket__account=OuterRef("account"),
        ticket__thread_id=OuterRef("thread_id"),
        delivery__in=(Delivery.QUEUED, Delivery.SENDING),
    )
    due = Conversation.objects.filter(next_try_at__lte=now).exclude(account__state__in=AWAY).exclude(Exists(leaving))
    return list(due.order_by("next_try_at", "id").values_list("id", flat=True)[:at_most])


def change(conversation_id: int, *, now: datetime) -> None:
    """Ask the marketplace for what is wanted of one conversation that is due; nothing if it is not ours to ask."""
    clock = RunningClock(now)
    conversation = _claim(conversation_id, now)
    if conversation is None or conversation.wanted_open is None:
        return
    # A worker that got stuck after its claim must not come with an old wish when a newer one was carried out.
    connector = connector_for(conversation.account, send_within=settings.SENDING_LEASE / 2)
    if not isinstance(connector, ClosesConversations):
        return
    try:
        connector.set_open(conversation.thread_id, conversation.wanted_open)
    except ReplyRefused as error:
        _refuse(conversation, error, clock.now())
    except SignInAgain as error:
        accounts.set_state(conversation.account, AccountState.SIGN_IN, reason=str(error), now=clock.now())
        _settle(conversation, clock.now(), next_try_at=clock.now(), attempts=conversation.attempts - 1)
    except MarketplaceError as error:
        log.info("conversation %s: not changed yet (%s)", conversation.pk, type(error).__name__)
        _postpone(conversation, error, clock.now())
    else:
        _done(conversation, clock.now())


def change_due(now: datetime) -> int:
    """Change all that is due, one after the other; return how many were tried."""
    clock = RunningClock(now)
    due = claim_due(now)
    for conversation_id in due:
        change(conversation_id, now=clock.now())
    return len(due)


def _claim(conversation_id: int, now: datetime) -> Conversation | None:
    """Take a conversation for as long as the lease lasts; None if another worker has it or it is not due."""
    due = Conversation.objects.filter(pk=conversation_id, next_try_at__lte=now)
    if not due.update(next_try_at=now + settings.SENDING_LEASE, attempts=F("attempts") + 1):
        return None
    return Conversation.objects.select_related("account").get(pk=conversation_id)


def _done(conversation: Conversation, now: datetime) -> None:
    _finish(conversation, DONE, now, is_open=conversation.wanted_open, refusal="")


def _refuse(conversation: Conversation, error: MarketplaceError, now: datetime) -> None:
    _finish(conversation, REFUSED, now, refusal=str(error))


def _finish(conversation: Conversation, outcome: str, now: datetime, **columns: object) -> None:
    with transaction.atomic():
        if _settle(conversation, now, wanted_open=None, next_try_at=None, attempts=0, **columns):
            _log(conversation, is_open=conversation.wanted_open, outcome=outcome, now=now)


def _postpone(conversation: Conversation, error: MarketplaceError, now: datetime) -> None:
    """Nothing came of it: try again after a while, a bounded number of times."""
    if conversation.attempts >= MOST_ATTEMPTS:
        _refuse(conversation, error, now)
        return
    back_off = min(FIRST_BACK_OFF * 2 ** (conversation.attempts - 1), LONGEST_BACK_OFF)
    wait = error.wait if isinstance(error, TryLater) else None
    _settle(conversation, now, next_try_at=now + max(wait or timedelta(0), back_off))


def _settle(conversation: Conversation, now: datetime, **columns: object) -> bool:
    """Write what came of one attempt; False if it is no longer ours. An agent who changed his mind is next at once."""
    attempt = Conversation.objects.filter(pk=conversation.pk, attempts=conversation.attempts)
    settled = bool(attempt.filter(wanted_open=conversation.wanted_open).update(**columns))
    if not settled:
        attempt.exclude(wanted_open=None).update(next_try_at=now, attempts=0)
    bump_on_commit(_tickets(conversation.account, conversation.thread_id).values_list("id", flat=True))
    return settled


def _log(conversation: Conversation, *, is_open: bool | None, outcome: str, now: datetime) -> None:
    """On the newest ticket of the conversation; its pages look again."""
    ticket = _tickets(conversation.account, conversation.thread_id).order_by("-episode").first()
    if ticket is None:
        return
    TicketEvent.objects.create(
        ticket=ticket,
        at=now,
        kind=EventKind.CONVERSATION,
        user=conversation.wanted_by if outcome == ASKED else None,
        after={"is_open": is_open, "outcome": outcome},
    )
    Ticket.objects.filter(pk=ticket.pk).update(updated_at=now)
    bump_on_commit([ticket.pk])


def _tickets(account: Account, thread_id: str) -> QuerySet[Ticket]:
    return Ticket.objects.filter(account=account, thread_id=thread_id)
