"""A plain question in the conversation, where no link may stand, and a number as its answer."""

from datetime import timedelta

import pytest

from connectors.models import Account
from inbox.models import Delivery, Message, Status, Survey, SurveyAnswer, Ticket
from inbox.policy.checking import check_bare, stopping
from inbox.surveys.asking import ask_due
from inbox.surveys.choices import choose
from inbox.surveys.marks import GivenMark, mark_in
from inbox.surveys.planning import plan_surveys
from inbox.surveys.texts import LANGUAGES, question_text
from inbox.tickets import triage
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_message, make_user

pytestmark = pytest.mark.django_db

LATER = NINE + 3 * DAY


@pytest.fixture
def asked(account: Account) -> Ticket:
    """An eBay buyer was answered, his ticket solved, and three days later he is asked."""
    choose(account, is_on=True, days=2, now=NINE - DAY)
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    triage.set_status(Ticket.objects.get(), status=Status.SOLVED, by=make_user(), now=NINE + HOUR)
    plan_surveys(NINE + 2 * HOUR)
    ask_due(LATER)
    Message.objects.filter(automatic=True).update(delivery=Delivery.ACCEPTED, accepted_at=LATER, external_id="q1")
    return Ticket.objects.get()


def says(account: Account, text: str) -> Ticket:
    arrive(account, buyer_message("m9", at=LATER + HOUR, text=text), now=LATER + HOUR)
    return Ticket.objects.get()


def test_the_question_has_no_link(asked: Ticket) -> None:
    question = asked.messages.get(automatic=True).body_text
    assert "http" not in question
    assert "5" in question


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_check_has_nothing_against_it(language: str) -> None:
    text = question_text(language, shop="Velo")
    assert stopping(check_bare(Account(marketplace="ebay"), text, language=language)) == ()


def test_a_bare_number_is_the_answer_and_needs_none(asked: Ticket, account: Account) -> None:
    ticket = says(account, "5, merci !")
    answer = SurveyAnswer.objects.get()
    assert (answer.rating, answer.comment, answer.ticket_id) == (5, "", ticket.pk)
    assert (ticket.status, ticket.needs_reply) == (Status.SOLVED, False)


@pytest.mark.parametrize(("text", "rating"), [("1", 1), ("4/5. La livraison était un peu lente.", 4)])
def test_a_bad_one_or_one_with_words_waits_for_a_person(
    asked: Ticket, account: Account, text: str, rating: int
) -> None:
    ticket = says(account, text)
    assert SurveyAnswer.objects.get().rating == rating
    assert ticket.needs_reply


def test_a_number_that_nobody_asked_for_is_a_message_like_any_other(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    assert says(account, "5").needs_reply
    assert not SurveyAnswer.objects.exists()


def test_who_had_an_automatic_answer_is_not_asked_in_the_same_conversation(account: Account) -> None:
    choose(account, is_on=True, days=2, now=NINE - DAY)
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    ticket = Ticket.objects.get()
    make_message(ticket, direction="out", automatic=True, written_at=NINE + timedelta(minutes=1))
    triage.set_status(ticket, status=Status.SOLVED, by=make_user(), now=NINE + HOUR)
    plan_surveys(NINE + 2 * HOUR)
    ask_due(LATER)
    assert Survey.objects.get().left_out == "policy"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("4", GivenMark(4, "")),
        ("Note : 4/5", GivenMark(4, "")),
        ("5 merci beaucoup", GivenMark(5, "")),
        ("2 - toujours rien reçu", GivenMark(2, "toujours rien reçu")),
        ("5 colis sont arrivés", None),
        ("51", None),
        ("6", None),
        ("Le 5 au matin", None),
    ],
)
def test_a_mark_stands_at_the_beginning_alone(text: str, given: GivenMark | None) -> None:
    assert mark_in(text) == given
