"""Spam leaves the lists, stays spam, and can be taken back."""

import pytest

from connectors.models import Account
from inbox.models import EventKind, Status, Ticket, User
from inbox.search.find import search_tickets
from inbox.tickets import spam, triage
from inbox.tickets.errors import NoSpam, NotByHand
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


@pytest.fixture
def junk(account: Account, agent: User) -> Ticket:
    arrive(account, buyer_message("m1", at=NINE, text="Gagnez un voyage"))
    ticket = Ticket.objects.get()
    spam.mark_spam(ticket, by=agent, now=TEN)
    return ticket


def test_spam_waits_for_nobody(junk: Ticket) -> None:
    assert (junk.status, junk.needs_reply, junk.unread) == (Status.SPAM, False, False)
    assert junk.cycles.get().end_reason == "spam"
    assert junk.events.filter(kind=EventKind.SPAM).count() == 1


def test_what_still_comes_stays_spam(junk: Ticket, account: Account) -> None:
    arrive(account, buyer_message("m2", at=TEN + HOUR, text="Dernière chance"), now=TEN + HOUR)
    junk.refresh_from_db()
    assert (junk.status, junk.needs_reply, junk.unread, junk.message_count) == (Status.SPAM, False, False, 2)
    assert junk.cycles.count() == 1


def test_once_an_order_is_known_it_is_a_ticket_again(junk: Ticket, account: Account) -> None:
    arrive(account, buyer_message("m2", at=TEN + HOUR, order_id="A-1"), now=TEN + HOUR)
    junk.refresh_from_db()
    assert (junk.status, junk.unread, junk.reply_due_at) == (Status.OPEN, True, TEN + HOUR + DAY)
    assert junk.events.get(kind=EventKind.STATUS).after == {"value": "open", "why": "order"}


def test_taken_back_everybody_waits_since_he_first_wrote(junk: Ticket, account: Account, agent: User) -> None:
    spam.not_spam(junk, by=agent, now=TEN + HOUR)
    assert (junk.status, junk.reply_due_at) == (Status.OPEN, NINE + DAY)
    assert junk.cycles.get().end_reason == ""


def test_taken_back_what_came_meanwhile_waits_too(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    ticket = Ticket.objects.get()
    triage.no_answer_needed(ticket, by=agent, now=TEN)
    spam.mark_spam(ticket, by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=TEN + HOUR), now=TEN + HOUR)
    spam.not_spam(ticket, by=agent, now=TEN + 2 * HOUR)
    assert ticket.reply_due_at == TEN + HOUR + DAY


def test_searches_find_spam_by_its_number_and_where_it_is_asked_for(junk: Ticket, agent: User) -> None:
    everything = Ticket.objects.all()
    assert not search_tickets(everything, "voyage", user=agent, now=TEN).exists()
    assert search_tickets(everything, f"#{junk.pk}", user=agent, now=TEN).get() == junk
    assert search_tickets(everything, "voyage is:spam", user=agent, now=TEN).get() == junk


def test_spam_is_in_no_list_of_work(junk: Ticket) -> None:
    assert not Ticket.objects.all().unsolved().exists()
    assert not Ticket.objects.all().listed().exists()


def test_a_ticket_with_an_open_claim_is_no_spam(ticket: Ticket, agent: User) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(claim_due_at=NINE + DAY, needs_reply=True)
    with pytest.raises(NoSpam):
        spam.mark_spam(ticket, by=agent, now=TEN)


def test_only_its_own_action_takes_a_ticket_out_of_spam(junk: Ticket, agent: User) -> None:
    with pytest.raises(NotByHand):
        triage.set_status(junk, status=Status.OPEN, by=agent, now=TEN)
