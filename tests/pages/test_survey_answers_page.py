"""The list of survey answers and imported ratings: the newest first, narrowed, page by page, by who may see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox.models import SurveyAnswer, Ticket, User
from tests.make import HOUR, NINE, make_account, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def say(comment: str, rating: int = 5, *, at: datetime = NINE, source: str = "survey", **of: object) -> SurveyAnswer:
    fields = {"source": source, "external_id": comment, "comment": comment, "rating": rating, "answered_at": at}
    return SurveyAnswer.objects.create(**fields, changed_at=at, **of)


def comments(reader: Client, **query: str | int) -> Sequence[str]:
    return [line.comment for line in reader.get(reverse("survey_answers"), query).context["lines"]]


def test_the_newest_answer_stands_on_top_with_its_mark_and_its_ticket(reader: Client, account: Account) -> None:
    ticket = make_ticket(account=account, buyer_name="Maya")
    say("Old", account=account)
    say("New", 2, at=NINE + HOUR, account=account, ticket=ticket, order_id="12-34567-89012")
    page = reader.get(reverse("survey_answers")).content.decode()
    assert page.index("New") < page.index("Old")
    assert all(said in page for said in ("2 of 5", "our survey", "Maya", "12-34567-89012", ticket.get_absolute_url()))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"rating": "bad"}, ["slow"]),
        ({"source": "trustpilot"}, ["abroad"]),
        ({"marketplace": "cdiscount"}, ["slow"]),
        ({"words": "some"}, ["abroad", "slow", "fine"]),
        ({"rating": "good", "source": "survey"}, ["fine", ""]),
        ({"rating": "middling"}, []),
        ({"rating": "rubbish"}, ["abroad", "slow", "fine", ""]),
    ],
)
def test_filters_narrow_the_list(reader: Client, account: Account, query: dict[str, str], found: list[str]) -> None:
    say("", account=account)
    say("fine", at=NINE + HOUR, account=account)
    say("slow", 1, at=NINE + 2 * HOUR, account=make_account(marketplace="cdiscount"))
    say("abroad", 4, at=NINE + 3 * HOUR, source="trustpilot")
    assert comments(reader, **query) == found


def test_pages_follow_each_other_without_a_gap(reader: Client, account: Account) -> None:
    wanted = [str(number) for number in range(70)]
    for name in wanted:
        say(name, at=NINE + timedelta(minutes=int(name) // 7), account=account)
    seen = list(comments(reader))
    response = reader.get(reverse("survey_answers"))
    while after := response.context["following"]:
        response = reader.get(reverse("survey_answers"), {"after": after}, headers={"HX-Request": "true"})
        seen += [line.comment for line in response.context["lines"]]
    assert sorted(seen, key=int) == wanted


def test_the_page_costs_the_same_however_much_there_is(
    reader: Client, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        say(str(number), account=account, ticket=make_ticket(account=account))
    with django_assert_max_num_queries(9):
        reader.get(reverse("survey_answers"))


def test_an_outside_agent_sees_answers_about_his_tickets_alone(client: Client, ticket: Ticket) -> None:
    other = make_ticket(account=make_account(marketplace="cdiscount"))
    say("his", account=ticket.account, ticket=ticket)
    say("of another shop", account=other.account, ticket=other)
    say("of no shop")
    outsider = make_user(role="outside")
    outsider.shops.set([ticket.account])
    client.force_login(outsider)
    assert comments(client) == ["his"]


def test_what_buyers_write_is_shown_as_text(reader: Client, account: Account) -> None:
    say("<script>alert(1)</script>", account=account)
    assert "<script>alert" not in reader.get(reverse("survey_answers")).content.decode()


def test_nothing_said_yet_is_said(reader: Client, account: Account) -> None:
    assert "No buyer has answered a survey yet." in reader.get(reverse("survey_answers")).content.decode()
    assert "No answers here." in reader.get(reverse("survey_answers"), {"rating": "bad"}).content.decode()


def test_the_way_to_it_is_on_the_page_of_feedback(reader: Client, account: Account) -> None:
    assert reverse("survey_answers") in reader.get(reverse("feedback")).content.decode()


def test_asking_buyers_says_so_where_no_account_is_connected(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="en")
    client.force_login(owner)
    assert "No account is connected yet." in client.get(reverse("surveys")).content.decode()
    make_account()
    assert "No account is connected yet." not in client.get(reverse("surveys")).content.decode()
