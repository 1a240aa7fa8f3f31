"""A buyer who only says thank you: nobody has to answer, and one click says otherwise."""

from typing import Any

import pytest

from connectors.incoming import IncomingAttachment
from connectors.models import Account
from inbox.models import EventKind, Message, Status, Ticket, User
from inbox.models.message import STOPS_THE_CLOCK
from inbox.tickets import triage
from inbox.tickets.endings import answer_needed_for
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR
ELEVEN = TEN + HOUR
MERCI = "Merci beaucoup !"


@pytest.fixture
def answered(account: Account) -> Ticket:
    """Asked at nine, answered at ten on the marketplace's own site."""
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=TEN), now=TEN)
    return Ticket.objects.get()


def say(account: Account, text: str = MERCI, **fields: Any) -> Ticket:
    arrive(account, buyer_message("m3", at=ELEVEN, text=text, **fields), now=ELEVEN)
    return Ticket.objects.get()


def test_a_bare_thank_you_after_the_answer_wants_none(answered: Ticket, account: Account) -> None:
    ticket = say(account)
    assert (ticket.needs_reply, ticket.reply_due_at, ticket.status) == (False, None, Status.WAITING)
    assert ticket.events.get(kind=EventKind.THANKS).message_id == Message.objects.get(external_id="m3").pk
    assert [cycle.end_reason for cycle in ticket.cycles.order_by("number")] == ["answered_outside", "thanks"]


def test_a_question_after_it_waits_from_its_own_time(answered: Ticket, account: Account) -> None:
    question = buyer_message("m4", at=ELEVEN + HOUR, text="Et la facture ?")
    arrive(account, buyer_message("m3", at=ELEVEN, text=MERCI), question, now=ELEVEN + HOUR)
    answered.refresh_from_db()
    assert answered.reply_due_at == ELEVEN + HOUR + DAY


def test_as_the_first_message_of_a_ticket_it_waits_for_an_answer(account: Account) -> None:
    ticket = say(account)
    assert ticket.reply_due_at == ELEVEN + DAY
    assert not ticket.events.filter(kind=EventKind.THANKS).exists()


def test_behind_an_unanswered_question_it_stops_no_clock(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    assert say(account).reply_due_at == NINE + DAY


def test_when_the_shop_had_asked_something_it_may_be_the_answer(account: Account) -> None:
    asked = shop_message("m2", at=TEN, text="Souhaitez-vous un échange ou un remboursement ?")
    arrive(account, buyer_message("m1", at=NINE), asked, now=TEN)
    assert say(account, "Ok merci").reply_due_at == ELEVEN + DAY


def test_it_does_not_reopen_a_solved_ticket(answered: Ticket, account: Account, agent: User) -> None:
    triage.set_status(answered, status=Status.SOLVED, by=agent, now=TEN)
    ticket = say(account)
    assert (ticket.status, ticket.solved_at) == (Status.SOLVED, TEN)
    assert not ticket.events.filter(kind=EventKind.REOPENED).exists()


def test_with_a_file_it_is_more_than_a_thank_you(answered: Ticket, account: Account) -> None:
    picture = IncomingAttachment("box.jpg", "image/jpeg", url="https://files.test/box.jpg")
    assert say(account, attachments=(picture,)).needs_reply


def test_where_the_marketplace_wants_it_marked_it_stays(answered: Ticket, account: Account) -> None:
    assert say(account, links={STOPS_THE_CLOCK: "https://marketplace.test/no-response"}).needs_reply


def test_an_imported_history_that_ends_with_it_waits_for_nobody(account: Account) -> None:
    said = buyer_message("m3", at=ELEVEN, text=MERCI)
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=TEN), said, now=ELEVEN, quiet=True)
    ticket = Ticket.objects.get()
    assert (ticket.needs_reply, ticket.status) == (False, Status.SOLVED)


def test_taken_back_it_waits_with_the_deadline_of_its_own_time(answered: Ticket, account: Account, agent: User) -> None:
    ticket = say(account)
    answer_needed_for(Message.objects.get(external_id="m3"), by=agent, now=ELEVEN + HOUR)
    ticket.refresh_from_db()
    assert (ticket.reply_due_at, ticket.status) == (ELEVEN + DAY, Status.OPEN)
    assert [cycle.end_reason for cycle in ticket.cycles.order_by("number")] == ["answered_outside", ""]


def test_taken_back_later_it_leaves_other_endings_alone(answered: Ticket, account: Account, agent: User) -> None:
    ticket = say(account)
    question = buyer_message("m4", at=ELEVEN + HOUR, text="Et la facture ?")
    arrive(account, question, now=ELEVEN + HOUR)
    triage.no_answer_needed(ticket, by=agent, now=ELEVEN + 2 * HOUR)
    answer_needed_for(Message.objects.get(external_id="m3"), by=agent, now=ELEVEN + 3 * HOUR)
    reasons = [cycle.end_reason for cycle in ticket.cycles.order_by("number")]
    assert reasons == ["answered_outside", "no_answer_needed"]


def test_asked_twice_it_is_taken_back_once(answered: Ticket, account: Account, agent: User) -> None:
    ticket = say(account)
    thanks = Message.objects.get(external_id="m3")
    answer_needed_for(thanks, by=agent, now=ELEVEN + HOUR)
    answer_needed_for(thanks, by=agent, now=ELEVEN + HOUR)
    assert ticket.events.filter(kind=EventKind.ANSWER_NEEDED).count() == 1
