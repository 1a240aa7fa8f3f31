"""Doors for Celery: fetch by id, call one function. Every task may run twice."""

import logging

from celery import shared_task
from django.utils import timezone

from connectors.abilities import MarksRead
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError
from connectors.models import Account, Backfill
from inbox import (
    attachments,
    backfill,
    closing,
    delivery,
    doomed_files,
    feedback_delivery,
    order_lookup,
    passed_over,
    pull,
    pull_times,
    push,
    push_upkeep,
    set_up,
    settling,
)
from inbox.models import Ticket

log = logging.getLogger(__name__)


@shared_task
def pull_due() -> None:
    """Start a pull for every account with something due."""
    for account_id, slug in pull_times.claim_due(timezone.now()):
        pull_account.apply_async((account_id,), queue=f"pull.{slug}", expires=300)
    for backfill_id, slug in backfill.claim_due(timezone.now()):
        read_again.apply_async((backfill_id,), queue=f"pull.{slug}", expires=60)


@shared_task
def pull_account(account_id: int) -> None:
    account = Account.objects.filter(pk=account_id).first()
    if account and account.is_pulled:
        pull.pull_claimed(account, now=timezone.now())


@shared_task
def read_again(backfill_id: int) -> None:
    """Read a range of days again."""
    asked = Backfill.objects.select_related("account").filter(pk=backfill_id).first()
    if asked:
        backfill.run(asked, now=timezone.now())


@shared_task
def deliver_due() -> None:
    """Start the delivery of every reply that is due."""
    for message_id in delivery.claim_due(timezone.now()):
        deliver_reply.apply_async((message_id,), queue="deliver", expires=5)  # the next look asks again


@shared_task
def deliver_reply(message_id: int) -> None:
    delivery.deliver(message_id, now=timezone.now())


@shared_task
def answer_feedback() -> None:
    """Send the answers to feedback that are due."""
    feedback_delivery.send_due(timezone.now())


@shared_task
def settle_due() -> None:
    """Look for every reply whose outcome is unknown."""
    settling.settle_due(timezone.now())


@shared_task
def change_conversations() -> None:
    """Start closing and reopening what agents want closed or reopened."""
    for conversation_id in closing.claim_due(timezone.now()):
        change_conversation.apply_async((conversation_id,), queue="deliver", expires=5)


@shared_task
def change_conversation(conversation_id: int) -> None:
    closing.change(conversation_id, now=timezone.now())


@shared_task
def fetch_files() -> None:
    """Bring home the files buyers sent."""
    attachments.fetch_due(timezone.now())


@shared_task
def fetch_orders() -> None:
    """Look up the orders that tickets are about."""
    order_lookup.fetch_due(timezone.now())


@shared_task
def fetch_passed_over(account_id: int) -> None:
    """Ask once more for what the marketplace would not give when its turn came."""
    account = Account.objects.filter(pk=account_id).first()
    if account:
        try:
            passed_over.fetch_passed_over(account, now=timezone.now())
        except MarketplaceError as error:
            log.info("account %s: nothing fetched anew (%s)", account_id, type(error).__name__)


@shared_task
def process_push(entry_id: int) -> None:
    """Work off what a marketplace has pushed, and look at once where it says that there is something new."""
    for account_id, slug in push.process(entry_id, now=timezone.now()):
        pull_account.apply_async((account_id,), queue=f"pull.{slug}", expires=300)


@shared_task
def push_due() -> None:
    """Find pushes that no worker has had, and destinations that are to be looked after."""
    now = timezone.now()
    push.forget_old(now)
    for entry_id in push.due(now):
        process_push.apply_async((entry_id,), expires=60)
    for destination_id in push_upkeep.claim_due(now):
        look_after_push.apply_async((destination_id,), expires=240)


@shared_task
def look_after_push(destination_id: int) -> None:
    push_upkeep.look_after(destination_id, now=timezone.now())


@shared_task
def delete_doomed_files() -> None:
    """Delete the files of erased people that a worker died before."""
    doomed_files.delete_doomed()


@shared_task
def check_set_up(account_id: int) -> None:
    """Try what can be tried of an account's settings at the marketplace."""
    account = Account.objects.filter(pk=account_id).first()
    if account:
        set_up.run(account, now=timezone.now())


@shared_task
def mark_read(ticket_id: int) -> None:
    """Tell the marketplace that the seller has read the conversation, if the account says so."""
    ticket = Ticket.objects.select_related("account").get(pk=ticket_id)
    connector = connector_for(ticket.account)
    if ticket.account.marks_read and isinstance(connector, MarksRead):
        try:
            connector.mark_read(ticket.thread_id)
        except MarketplaceError as error:
            log.info("ticket %s: not marked as read (%s)", ticket_id, type(error).__name__)
