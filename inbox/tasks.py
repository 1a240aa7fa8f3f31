"""Doors for Celery: fetch by id, call one function. Every task may run twice."""

import logging

from celery import shared_task
from django.utils import timezone

from connectors.abilities import MarksRead
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError
from connectors.models import Account, Backfill
from inbox.accounts import set_up
from inbox.alerts import going_out, occasions
from inbox.deadlines import recompute
from inbox.erasure import doomed_files
from inbox.feedback import alarms
from inbox.feedback import delivery as feedback_delivery
from inbox.forwards import delivery as forward_delivery
from inbox.lists import counts
from inbox.many import working
from inbox.mining import mining
from inbox.models import Ticket
from inbox.orders import lookup
from inbox.proof import sealing
from inbox.pulling import backfill, passed_over, pull, pull_times
from inbox.push import pushes, upkeep
from inbox.rules import time_passing
from inbox.rules import working as rule_working
from inbox.sending import closing, delivery, settling
from inbox.storage import attachments
from inbox.surveys import asking, planning
from inbox.tickets import assignment, snooze
from inbox.understanding import backlog as reading_imported
from inbox.understanding.learning import nightly
from inbox.warnings import looking
from inbox.webhooks import calling as webhook_calling

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
def send_forwards() -> None:
    """Send the mails to carriers and suppliers that are due."""
    forward_delivery.send_due(timezone.now())


@shared_task
def fold_counts() -> None:
    """Add up the kept numbers of tickets."""
    counts.fold_counts(timezone.now())


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
def assign_tickets() -> None:
    """Give new tickets to the people on duty, where a lead wants that."""
    assignment.assign_new(timezone.now())


@shared_task
def read_imported() -> None:
    """Read what buyers wrote before their account was connected."""
    reading_imported.read_imported(timezone.now())


@shared_task
def learn_topics() -> None:
    """Learn what tickets are about from those that people have dealt with."""
    nightly.train(timezone.now())


@shared_task
def wake_tickets() -> None:
    """Bring back the snoozed tickets whose time has come."""
    snooze.wake_due(timezone.now())


@shared_task
def seal_log() -> None:
    """Seal what was written into the logs of tickets."""
    sealing.seal_log(timezone.now())


@shared_task
def work_on_many(job_id: int) -> None:
    """A part of the work, then the next one behind whatever waits meanwhile: no worker is held by one job."""
    if working.work(job_id, clock=timezone.now):
        work_on_many.apply_async((job_id,), expires=30)


@shared_task
def many_due() -> None:
    """Go on with work on many tickets whose worker has stopped, and forget plans that nobody carried out."""
    now = timezone.now()
    working.forget_plans(now)
    for job_id in working.due(now):
        work_on_many.apply_async((job_id,), expires=30)


@shared_task
def fetch_files() -> None:
    """Bring home the files buyers sent."""
    attachments.fetch_due(timezone.now())


@shared_task
def fetch_orders() -> None:
    """Look up the orders that tickets are about."""
    lookup.fetch_due(timezone.now())


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
    for account_id, slug in pushes.process(entry_id, now=timezone.now()):
        pull_account.apply_async((account_id,), queue=f"pull.{slug}", expires=300)


@shared_task
def push_due() -> None:
    """Find pushes that no worker has had, and destinations that are to be looked after."""
    now = timezone.now()
    pushes.forget_old(now)
    for entry_id in pushes.due(now):
        process_push.apply_async((entry_id,), expires=60)
    for destination_id in upkeep.claim_due(now):
        look_after_push.apply_async((destination_id,), expires=240)


@shared_task
def look_after_push(destination_id: int) -> None:
    upkeep.look_after(destination_id, now=timezone.now())


@shared_task
def work_rules() -> None:
    """Ask the rules about what has happened."""
    rule_working.work_off(timezone.now())


@shared_task
def note_passed_time() -> None:
    """Find what rules wait for that only the clock brings, and forget what was worked off long ago."""
    now = timezone.now()
    time_passing.note_passed(now)
    rule_working.forget_done(now)
    webhook_calling.forget_old(now)


@shared_task
def call_webhooks() -> None:
    """Make the calls to other programs that are due."""
    webhook_calling.call_due(timezone.now())


@shared_task
def warn() -> None:
    """Look at the deadlines that come near or have passed, and at accounts that do not work."""
    looking.look(timezone.now())
    occasions.notify_of_accounts(timezone.now())


@shared_task
def send_alerts() -> None:
    """Send the alerts that are due by mail and to devices."""
    going_out.send_due(timezone.now())


@shared_task
def recompute_due() -> None:
    """Let open tickets follow changed policies, calendars and holidays."""
    for recomputation_id in recompute.claim_due(timezone.now()):
        follow_change.apply_async((recomputation_id,), expires=60)


@shared_task
def follow_change(recomputation_id: int) -> None:
    while recompute.run_batch(recomputation_id, timezone.now()):
        pass


@shared_task
def delete_doomed_files() -> None:
    """Delete the files of erased people that a worker died before."""
    doomed_files.delete_doomed()


@shared_task
def mine_questions() -> None:
    """Let the questions follow the tickets."""
    mining.mine(timezone.now())


@shared_task
def mine_when_due() -> None:
    """Start that every night."""
    if mining.is_due(timezone.now()):
        mine_questions.apply_async(expires=60)


@shared_task
def check_set_up(account_id: int) -> None:
    """Try what can be tried of an account's settings at the marketplace."""
    account = Account.objects.filter(pk=account_id).first()
    if account:
        set_up.run(account, now=timezone.now())


@shared_task
def mark_read(ticket_id: int) -> None:
    """Tell the marketplace that the seller has read the ticket's conversations, if the account says so."""
    ticket = Ticket.objects.select_related("account").get(pk=ticket_id)
    connector = connector_for(ticket.account)
    if ticket.account.marks_read and isinstance(connector, MarksRead):
        try:
            for thread_id in {ticket.thread_id, *ticket.merged.values_list("thread_id", flat=True)}:
                connector.mark_read(thread_id)
        except MarketplaceError as error:
            log.info("ticket %s: not marked as read (%s)", ticket_id, type(error).__name__)


@shared_task
def ask_buyers() -> None:
    """Plan surveys about what was solved, and ask whose time has come."""
    now = timezone.now()
    planning.plan_surveys(now)
    asking.ask_due(now)


@shared_task
def look_for_discontent() -> None:
    """Raise alarms about bad ratings."""
    alarms.look_for_discontent(timezone.now())
