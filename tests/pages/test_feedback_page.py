"""The feedback page: the newest first, filtered, answered once, and no typed text lost."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectors.abilities import AnswersFeedback
from connectors.ebay.connector import EbayConnector
from connectors.models import Account
from inbox.models import Feedback, Ticket, User
from tests.make import DAY, HOUR, NINE, make_account, make_feedback, make_ticket

pytestmark = pytest.mark.django_db

SORRY = "We are sorry. Write to us."


class AnswersEbay(EbayConnector, AnswersFeedback):
    """Takes answers, whatever else the marketplace's connector can do; nothing here sends any."""

    longest_feedback_answer = 500

    def answer_feedback(self, feedback_id: str, *, buyer_handle: str, text: str) -> None:
        raise AssertionError((feedback_id, buyer_handle, text))


@pytest.fixture(autouse=True)
def _takes_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    classes = {"ebay": AnswersEbay}
    known = Account.connector_class.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(Account, "connector_class", property(lambda self: classes.get(self.marketplace) or known(self)))


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def texts(reader: Client, **query: str | int) -> Sequence[str]:
    return [line.text for line in reader.get(reverse("feedback"), query).context["lines"]]


def post(reader: Client, name: str, opinion: Feedback, **fields: str) -> str:
    """As htmx posts it."""
    address = reverse(name, args=[opinion.pk])
    return reader.post(address, fields, headers={"HX-Request": "true"}).content.decode()


def test_the_newest_stands_on_top(reader: Client, account: Account) -> None:
    make_feedback(account=account, text="Old")
    make_feedback(account=account, text="New", written_at=NINE + DAY)
    assert texts(reader) == ["New", "Old"]


def test_it_shows_rating_word_order_and_ticket(reader: Client, account: Account) -> None:
    ticket = make_ticket(account=account)
    make_feedback(account=account, ticket=ticket, order_id="12-34", buyer_handle="jeanne_d", word="STRANGE_WORD")
    make_feedback(account=account, rating=4, word="")
    text = reader.get(reverse("feedback")).content.decode()
    words = ["4 of 5", "STRANGE_WORD", "12-34", "jeanne_d", "Never came.", f'href="{ticket.get_absolute_url()}"']
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"rating": "bad"}, ["Bad"]),
        ({"rating": "good"}, ["Good"]),
        ({"word": "NEUTRAL"}, ["Middling"]),
        ({"answer": "none"}, ["Bad", "Middling"]),
        ({"marketplace": "amazon"}, ["Middling"]),
        ({"rating": "x", "word": "x", "answer": "x", "account": "x"}, ["Bad", "Middling", "Good"]),
    ],
)
def test_filters_narrow_the_list(reader: Client, account: Account, query: dict[str, str], found: Sequence[str]) -> None:
    other = make_account(marketplace="amazon")
    make_feedback(account=account, text="Good", rating=5, word="POSITIVE", answer="Thanks")
    make_feedback(account=other, text="Middling", rating=3, word="NEUTRAL", written_at=NINE + HOUR)
    make_feedback(account=account, text="Bad", written_at=NINE + DAY)
    assert texts(reader, **query) == found


def test_pages_follow_each_other_without_a_gap(reader: Client, account: Account) -> None:
    names = [f"Opinion {number:03}" for number in range(110)]
    for name in names:
        make_feedback(account=account, text=name)
    seen: list[str] = []
    after = None
    while after != "":
        response = reader.get(reverse("feedback"), {"after": after} if after else {})
        seen += [line.text for line in response.context["lines"]]
        after = response.context["following"]
    assert sorted(seen) == names


def test_the_page_costs_the_same_however_much_there_is(
    reader: Client, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        make_feedback(account=account, answerable=True, ticket=make_ticket(account=account), text=str(number))
    with django_assert_max_num_queries(9):
        reader.get(reverse("feedback"))


def test_an_answer_is_queued_and_says_when_it_leaves(reader: Client, account: Account, agent: User) -> None:
    opinion = make_feedback(account=account, answerable=True)
    text = post(reader, "feedback_answer", opinion, text=SORRY, key="k")
    opinion.refresh_from_db()
    assert (opinion.typed, opinion.delivery, opinion.answered_by) == (SORRY, "queued", agent)
    assert "leaves at" in text
    assert "Take back" in text
    assert "<textarea" not in text


def test_a_button_pressed_twice_is_one_answer(reader: Client, account: Account) -> None:
    opinion = make_feedback(account=account, answerable=True)
    post(reader, "feedback_answer", opinion, text=SORRY, key="k")
    assert "only one" not in post(reader, "feedback_answer", opinion, text=SORRY, key="k")


def test_an_answer_that_is_too_long_comes_back_whole_with_the_reason(reader: Client, account: Account) -> None:
    opinion = make_feedback(account=account, answerable=True)
    long = "a" * 501
    text = post(reader, "feedback_answer", opinion, text=long)
    assert "1 character too long" in text
    assert long in text
    assert ">501</span> / 500" in text


def test_taking_it_back_brings_the_text_back(reader: Client, account: Account) -> None:
    opinion = make_feedback(account=account, answerable=True)
    post(reader, "feedback_answer", opinion, text=SORRY)
    text = post(reader, "feedback_cancel", opinion)
    assert "taken back" in text
    assert f">{SORRY}</textarea>" in text


def test_a_refusal_says_why_and_keeps_the_text(reader: Client, account: Account) -> None:
    make_feedback(account=account, answerable=True, delivery="refused", typed=SORRY, reason="it contains a link")
    text = reader.get(reverse("feedback")).content.decode()
    assert "not published: it contains a link" in text
    assert f">{SORRY}</textarea>" in text


@pytest.mark.parametrize(
    ("name", "delivery"), [("feedback_was_published", "accepted"), ("feedback_was_not_published", "refused")]
)
def test_a_person_says_what_became_of_an_unsure_answer(
    reader: Client, account: Account, name: str, delivery: str
) -> None:
    opinion = make_feedback(account=account, answerable=True, delivery="unsure", typed=SORRY)
    assert "never sends it twice" in reader.get(reverse("opinion", args=[opinion.pk])).content.decode()
    post(reader, name, opinion)
    opinion.refresh_from_db()
    assert opinion.delivery == delivery


def test_what_is_settled_already_says_so(reader: Client, account: Account) -> None:
    opinion = make_feedback(account=account, delivery="accepted", typed=SORRY, answer=SORRY)
    assert "already on its way" in post(reader, "feedback_cancel", opinion)
    assert "not waiting for a decision" in post(reader, "feedback_was_published", opinion)


def test_where_no_answer_is_taken_none_is_offered(reader: Client, account: Account) -> None:
    make_feedback(account=account)
    make_feedback(account=make_account(marketplace="amazon"), answerable=True)
    assert "<textarea" not in reader.get(reverse("feedback")).content.decode()


def test_an_open_page_hears_of_the_outcome(reader: Client, account: Account) -> None:
    opinion = make_feedback(account=account, delivery="accepted", typed=SORRY, answer=SORRY)
    address = reverse("opinion_changes", args=[opinion.pk])
    assert reader.get(address, {"delivery": "accepted"}).status_code == 204
    text = reader.get(address, {"delivery": "sending"}).content.decode()
    assert "Your answer, published" in text
    assert 'hx-swap-oob="true"' in text


def test_it_works_without_javascript(reader: Client, account: Account) -> None:
    opinion = make_feedback(account=account, answerable=True)
    address = reverse("feedback_answer", args=[opinion.pk])
    refused = reader.post(address, {"text": "b" * 600})
    assert refused.status_code == 422
    assert "b" * 600 in refused.content.decode()
    taken = reader.post(address, {"text": SORRY})
    assert taken["Location"] == reverse("opinion", args=[opinion.pk])
    assert SORRY in reader.get(taken["Location"]).content.decode()


def test_the_rail_says_that_an_answer_needs_somebody(reader: Client, account: Account) -> None:
    make_feedback(account=account, delivery="refused", typed=SORRY)
    make_feedback(account=account, delivery="refused", typed=SORRY, answer="Typed there.")
    assert reader.get(reverse("feedback")).context["frame"].rail.feedback.number == 1


def test_the_ticket_page_shows_what_was_said_of_its_order(reader: Client, account: Account) -> None:
    ticket = make_ticket(account=account, order_id="12-34")
    opinion = make_feedback(account=account, order_id="12-34", text="Never came, no answer.")
    make_feedback(account=make_account(), order_id="12-34", text="Somebody else's.")
    text = reader.get(ticket.get_absolute_url()).content.decode()
    assert "Never came, no answer." in text
    assert reverse("opinion", args=[opinion.pk]) in text
    assert "Somebody else" not in text


def test_what_buyers_write_is_shown_as_text(reader: Client, account: Account) -> None:
    evil = "<script>alert(1)</script>"
    ticket = make_ticket(account=account)
    make_feedback(account=account, ticket=ticket, text=evil, word=evil[:30], buyer_handle=evil, answer=evil)
    assert "<script>alert" not in reader.get(reverse("feedback")).content.decode()
    assert "<script>alert" not in reader.get(ticket.get_absolute_url()).content.decode()


def test_nothing_said_yet_is_said(reader: Client, account: Account) -> None:
    assert "No buyer has said anything in public yet." in reader.get(reverse("feedback")).content.decode()
    assert "No feedback here." in reader.get(reverse("feedback"), {"rating": "bad"}).content.decode()


@pytest.mark.parametrize("name", ["feedback_answer", "feedback_cancel", "feedback_was_published"])
def test_verbs_take_posts_alone_from_people_logged_in(reader: Client, account: Account, name: str) -> None:
    opinion = make_feedback(account=account, answerable=True)
    address = reverse(name, args=[opinion.pk])
    assert reader.get(address).status_code == 405
    reader.logout()
    assert reader.post(address, {"text": SORRY}).status_code == 302
    opinion.refresh_from_db()
    assert opinion.delivery == ""


def test_what_leaves_later_says_when(reader: Client, account: Account) -> None:
    later = timezone.now() + timedelta(minutes=5)
    make_feedback(account=account, delivery="queued", typed=SORRY, attempts=2, send_after=later, reason="busy")
    text = reader.get(reverse("feedback")).content.decode()
    assert "not sent yet: next try" in text
    assert "busy" in text
    assert Ticket.objects.count() == 0


def test_the_way_to_a_revision_stays_after_an_answer_and_asks_for_nothing_more(
    reader: Client, account: Account
) -> None:
    make_feedback(account=account, rating=1, revisable=True, answer="Sorry.", answerable=False)
    page = reader.get(reverse("feedback")).content.decode()
    assert "eBay: how to ask for a revision" in page
    assert "Nothing left to do" not in page
    assert texts(reader, answer="todo") == []


def test_nobody_is_led_to_a_revision_that_is_not_possible_or_not_wanted(reader: Client, account: Account) -> None:
    make_feedback(account=account, rating=1, revisable=False, answer="Sorry.")
    make_feedback(account=account, rating=1, revisable=True, dealt_at=NINE)
    make_feedback(account=account, rating=5, revisable=True)
    assert "how to ask for a revision" not in reader.get(reverse("feedback")).content.decode()
