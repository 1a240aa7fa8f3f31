"""Merging and splitting on the ticket's page."""

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.models import Message, Status, Ticket, User
from inbox.tickets.changing import refresh
from inbox.tickets.merge import merge
from tests.make import HOUR, NINE, make_buyer, make_message, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def pair(account: Account) -> tuple[Ticket, Ticket]:
    """Two tickets of one buyer about two orders."""
    buyer = make_buyer(account=account, name="Jeanne Durand")
    first = make_ticket(account=account, buyer=buyer, order_id="1-1", subject="Lamp")
    second = make_ticket(account=account, buyer=buyer, order_id="2-2", subject="Chair")
    for hours, ticket in enumerate((first, second)):
        make_message(ticket, written_at=NINE + hours * HOUR)
        refresh(ticket, NINE + 2 * HOUR)
    return first, second


def work(ticket: Ticket, name: str) -> str:
    return reverse("ticket_work", args=[ticket.pk, name])


def test_the_buyers_other_tickets_are_offered(as_agent: Client, pair: tuple[Ticket, Ticket]) -> None:
    make_ticket(account=pair[0].account, subject="Of somebody else")
    panel = as_agent.get(work(pair[0], "merge"), headers=HTMX).content.decode()
    assert f"#{pair[1].pk} · Chair · 2-2" in panel
    assert "Of somebody else" not in panel


def test_merged_one_goes_on_with_the_ticket_that_is_left(as_agent: Client, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    answer = as_agent.post(work(first, "merge"), {"into": second.pk})
    assert answer["Location"] == second.get_absolute_url()
    page = as_agent.get(second.get_absolute_url()).content.decode()
    assert f"merged ticket #{first.pk} into this one" in page
    assert f"conversation of #{first.pk}" in page
    assert reverse("ticket_unmerge", args=[first.pk]) in page


def test_the_merged_tickets_page_is_the_other_ones(as_agent: Client, pair: tuple[Ticket, Ticket], agent: User) -> None:
    first, second = pair
    merge(first, into=second, by=agent, now=NINE + 3 * HOUR)
    answer = as_agent.get(first.get_absolute_url() + "?view=open")
    assert answer["Location"] == second.get_absolute_url() + "?view=open"
    assert as_agent.get(reverse("ticket_proof", args=[first.pk])).status_code == 200


def test_an_open_page_of_the_merged_ticket_says_where_it_went(
    as_agent: Client, pair: tuple[Ticket, Ticket], agent: User
) -> None:
    first, second = pair
    merge(first, into=second, by=agent, now=NINE + 3 * HOUR)
    news = as_agent.get(reverse("ticket_changes", args=[first.pk])).content.decode()
    assert f"merged into ticket #{second.pk}" in news


def test_a_number_may_be_typed_and_what_is_refused_says_why(as_agent: Client, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    other = make_ticket(account=first.account)
    refused = as_agent.post(work(first, "merge"), {"number": f"#{other.pk}"}, headers=HTMX)
    assert refused.status_code == 422
    assert "an answer could reach the wrong one" in refused.content.decode()
    as_agent.post(work(first, "merge"), {"number": f"#{second.pk}"})
    first.refresh_from_db()
    assert first.merged_into == second


def test_neither_a_ticket_nor_a_number_is_an_error(as_agent: Client, account: Account) -> None:
    alone = make_ticket(account=account)
    make_message(alone)
    assert as_agent.post(work(alone, "merge"), {}, headers=HTMX).status_code == 422


def test_the_writer_sees_and_chooses_the_conversation(
    as_agent: Client, pair: tuple[Ticket, Ticket], agent: User
) -> None:
    first, second = pair
    before = as_agent.get(second.get_absolute_url()).content.decode()
    assert 'name="conversation"' not in before
    merge(first, into=second, by=agent, now=NINE + 3 * HOUR)
    page = as_agent.get(second.get_absolute_url()).content.decode()
    assert f'name="conversation" value="{second.pk}" checked' in page
    said = {"kind": "reply", "body": "Demain.", "key": "k", "conversation": first.pk}
    as_agent.post(reverse("ticket_write", args=[second.pk]), said)
    assert Message.objects.get(direction="out").through == first


def test_a_merge_is_taken_back_by_one_press(as_agent: Client, pair: tuple[Ticket, Ticket], agent: User) -> None:
    first, second = pair
    merge(first, into=second, by=agent, now=NINE + 3 * HOUR)
    answer = as_agent.post(reverse("ticket_unmerge", args=[first.pk]), headers=HTMX)
    assert answer["HX-Redirect"] == first.get_absolute_url()
    first.refresh_from_db()
    assert first.status == Status.OPEN


def test_a_press_that_comes_too_late_says_why(as_agent: Client, ticket: Ticket) -> None:
    answer = as_agent.post(reverse("ticket_unmerge", args=[ticket.pk]), follow=True)
    assert "is not merged into another" in answer.content.decode()


def test_a_message_and_what_follows_it_are_chosen_for_a_ticket_of_their_own(
    as_agent: Client, pair: tuple[Ticket, Ticket]
) -> None:
    ticket = pair[0]
    second = make_message(ticket, written_at=NINE + HOUR, body_text="And the invoice?")
    third = make_message(ticket, written_at=NINE + 2 * HOUR)
    page = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert f"{work(ticket, 'split')}?message={second.pk}" in page
    panel = as_agent.get(work(ticket, "split") + f"?message={second.pk}", headers=HTMX).content.decode()
    assert panel.count(" checked") == 2
    answer = as_agent.post(work(ticket, "split"), {"messages": [second.pk, third.pk]})
    new = Ticket.objects.get(split_from=ticket)
    assert (answer["Location"], new.message_count) == (new.get_absolute_url(), 2)
    assert f"split this off from ticket #{ticket.pk}" in as_agent.get(new.get_absolute_url()).content.decode()


def test_with_one_message_there_is_nothing_to_split(as_agent: Client, pair: tuple[Ticket, Ticket]) -> None:
    assert work(pair[0], "split") not in as_agent.get(pair[0].get_absolute_url()).content.decode()
