"""The command palette: what it offers to whom, and what it finds."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox import urls
from inbox.models import Role, SavedView, Ticket, User
from inbox.views.palette.command_places import _PLACES
from tests.make import NINE, make_account, make_buyer, make_ticket, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOT_IN_IT = {
    "queue": "its views are in it",
    "commands": "is the palette",
    "list_changes": "part of a page",
    "claims_changes": "part of a page",
    "search_completion": "part of a page",
    "service_worker": "a script",
    "template_export": "a file",
    "many": "takes what was chosen",
    "logged_in_again": "is come to by itself",
}
"""Pages without blanks in their address that nobody looks for by name."""


@pytest.fixture
def english(agent: User) -> User:
    User.objects.filter(pk=agent.pk).update(language="en")
    return agent


@pytest.fixture
def browser(client: Client, english: User) -> Client:
    client.force_login(english)
    return client


def found(client: Client, text: str = "", **asks: int) -> list[str]:
    """The labels of what the palette offers."""
    answer = client.get(reverse("commands"), {"q": text} | {name: str(number) for name, number in asks.items()})
    return re.findall(r'class="palette-label">([^<]*)<', answer.content.decode())


def test_every_page_that_has_no_blank_in_its_address_can_be_found(client: Client) -> None:
    client.force_login(make_user(role=Role.OWNER, language="en"))
    plain = [pattern.name for pattern in urls.urlpatterns if "<" not in str(pattern.pattern)]
    pages = [name for name in plain if client.get(reverse(name)).status_code == 200]
    assert {name for name in pages if name} - {place[0] for place in _PLACES} == set(NOT_IN_IT)


def test_words_are_found_without_accents_and_in_the_readers_language(client: Client) -> None:
    client.force_login(make_user(language="fr"))
    assert "Réclamations" in found(client, "reclam")


def test_nobody_is_offered_a_page_that_he_may_not_open(client: Client) -> None:
    for role in Role:
        user = make_user(role=role)
        client.force_login(user)
        offered = [place for place in _PLACES if place[3](user)]
        answers = {place[0]: client.get(reverse(place[0]), follow=True).status_code for place in offered}
        assert {name: status for name, status in answers.items() if status != 200} == {}


def test_an_agent_finds_no_page_of_an_owner(browser: Client) -> None:
    assert "People" not in found(browser, "people")


def test_a_ticket_is_found_by_number_order_and_buyer(browser: Client, account: Account) -> None:
    buyer = make_buyer(account=account, handle="jeanne_d", name="Jeanne Durand")
    ticket = make_ticket(account=account, buyer=buyer, buyer_name="Jeanne Durand", order_id="12-34567-89012")
    for text in (str(ticket.pk), f"#{ticket.pk}", "12-34567-89012", "jeanne_d", "durand"):
        assert found(browser, text)[0] == "Jeanne Durand", text


def test_what_can_be_done_with_the_open_ticket_is_offered_and_nothing_else(browser: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(needs_reply=True)
    assert found(browser, ticket=ticket.pk)[:4] == ["Reply", "Internal note", "Assign to me", "Solve"]
    assert "No answer needed" in found(browser, "answer", ticket=ticket.pk)
    assert "Not spam" not in found(browser, "spam", ticket=ticket.pk)
    assert "Topic: Refund" in found(browser, "refund", ticket=ticket.pk)
    assert "Solve" not in found(browser, "solve")


def test_a_ticket_that_the_user_may_not_see_has_no_actions(client: Client) -> None:
    outsider = make_user(role=Role.OUTSIDE)
    client.force_login(outsider)
    ticket = make_ticket(account=make_account())
    assert "Solve" not in found(client, "solve", ticket=ticket.pk)
    assert found(client, str(ticket.pk)) == [f"Search all tickets for “{ticket.pk}”"]


def test_own_and_team_views_are_found_by_name(browser: Client, english: User) -> None:
    SavedView.objects.create(owner=english, name="Germans", filters={}, sort="urgency", changed_at=NINE)
    SavedView.objects.create(owner=make_user(), name="Germany, his", filters={}, sort="urgency", changed_at=NINE)
    assert "Germans" in found(browser, "germ")
    assert "Germany, his" not in found(browser, "germ")


def test_what_means_nothing_is_searched_for(browser: Client) -> None:
    assert found(browser, "zzzz") == ["Search all tickets for “zzzz”"]


def test_it_costs_few_queries(
    browser: Client, ticket: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        found(browser, "ref", ticket=ticket.pk)


def test_single_keys_are_switched_off_by_each_person(browser: Client, english: User) -> None:
    assert 'data-keys="on"' in browser.get("/settings/").content.decode()
    browser.post(reverse("keys_switch"), {})
    assert 'data-keys="off"' in browser.get("/settings/").content.decode()
    browser.post(reverse("keys_switch"), {"single_keys": "on"})
    english.refresh_from_db()
    assert english.single_keys
