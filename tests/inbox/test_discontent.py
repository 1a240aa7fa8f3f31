"""Alarms about bad ratings: once for each run, over when things are better; and what is left to answer."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.alerts.wording import with_all, worded
from inbox.feedback.alarms import look_for_discontent
from inbox.feedback.moods import moods, tickets_at_risk
from inbox.models import Alert, AlertKind, FeedbackAlarm, Role, SurveyAnswer, User
from kpis.figures.ask import ask
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.known import Known
from kpis.figures.question import Question
from tests.make import NINE, make_account, make_claim, make_feedback, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db


def said(account: Account, ratings: Sequence[int]) -> None:
    """One after the other, the last just now."""
    for age, rating in enumerate(reversed(ratings)):
        make_feedback(account=account, rating=rating, written_at=NINE - timedelta(hours=age))


def told() -> list[str]:
    return list(Alert.objects.filter(kind=AlertKind.DISCONTENT).order_by("id").values_list("note", flat=True))


def test_the_team_is_told_once_of_five_bad_ratings_in_a_row(account: Account, agent: User) -> None:
    make_user(role=Role.OUTSIDE)
    said(account, [5, 1, 2, 1, 1])
    look_for_discontent(NINE)
    assert told() == []
    make_feedback(account=account, rating=1, written_at=NINE)
    look_for_discontent(NINE)
    look_for_discontent(NINE)
    assert told() == ["run:ebay:5"]
    assert Alert.objects.get().user == agent
    (words,) = worded(list(with_all(Alert.objects.all())), now=NINE)
    assert words.path == "/feedback/?marketplace=ebay&answer=todo"


def test_a_good_rating_ends_the_alarm_and_the_next_run_is_a_new_one(account: Account, agent: User) -> None:
    said(account, [1, 1, 1, 1, 1])
    look_for_discontent(NINE)
    make_feedback(account=account, rating=5, written_at=NINE + timedelta(hours=1))
    look_for_discontent(NINE + timedelta(hours=1))
    assert FeedbackAlarm.objects.get().over_at
    for hour in range(2, 7):
        make_feedback(account=account, rating=1, written_at=NINE + timedelta(hours=hour))
    look_for_discontent(NINE + timedelta(hours=8))
    assert told() == ["run:ebay:5", "run:ebay:5"]


def test_what_lies_between_neither_ends_a_run_nor_counts_in_it(account: Account) -> None:
    said(account, [1, 1, 3, 1])
    mood = moods([account], now=NINE + timedelta(hours=1))["ebay"]
    assert mood.run == 3


def test_the_positive_share_is_that_of_the_figure_of_all_marks(account: Account) -> None:
    said(account, [5, 4, 3, 1])
    make_feedback(account=account, rating=None, written_at=NINE)
    at = NINE + timedelta(hours=1)
    day = Question(at.date(), at.date() + timedelta(days=1), "UTC")
    figure = ask(BY_SLUG["positive_share"], day, known=Known(at))
    assert moods([account], now=at)["ebay"].positive_share == figure.value == 0.5


def test_a_positive_share_near_eighty_per_cent_is_told_once_there_is_enough_to_say_so(
    account: Account, agent: User
) -> None:
    said(account, [1, 5, 5, 5, 5])
    look_for_discontent(NINE)
    assert told() == []
    said(account, [1, 5, 5, 5, 5] * 3)
    look_for_discontent(NINE)
    assert told() == ["share:ebay:80"]


def test_each_marketplace_has_its_own_mood_and_surveys_count(account: Account) -> None:
    said(account, [5])
    mailbox = make_account(marketplace="email")
    SurveyAnswer.objects.create(
        source="survey", external_id="1", account=mailbox, rating=1, answered_at=NINE, changed_at=NINE
    )
    found = moods([account, mailbox], now=NINE + timedelta(hours=1))
    assert (found["ebay"].run, found["email"].run) == (0, 1)
    assert found["email"].positive_share == 0


def test_open_tickets_with_a_claim_or_late_may_bring_the_next(account: Account) -> None:
    make_ticket(account=account, needs_reply=True, reply_due_at=NINE + timedelta(hours=1))
    late = make_ticket(account=account, needs_reply=True, reply_due_at=NINE - timedelta(hours=1))
    claimed = make_ticket(account=account, needs_reply=True)
    make_claim(claimed)
    assert tickets_at_risk([account], now=NINE) == [claimed, late]


def test_the_page_shows_the_alarm_and_what_is_left_to_answer(client: Client, agent: User, account: Account) -> None:
    client.force_login(agent)
    now = timezone.now()
    for hour in range(5):
        make_feedback(account=account, rating=1, written_at=now - timedelta(hours=hour), revisable=True)
    make_message(
        make_ticket(account=account, buyer_name="Zoé", needs_reply=True, reply_due_at=now - timedelta(hours=1))
    )
    look_for_discontent(now)
    page = client.get(reverse("feedback"), {"answer": "todo"}).content.decode()
    assert "feedback-alarm" in page
    assert "Zoé" in page
    assert page.count("feedback-todo") == 5


def test_what_somebody_has_dealt_with_is_no_longer_to_answer(client: Client, agent: User, account: Account) -> None:
    client.force_login(agent)
    opinion = make_feedback(account=account)
    client.post(reverse("feedback_deal", args=[opinion.pk]))
    opinion.refresh_from_db()
    assert opinion.dealt_by == agent
    assert "feedback-todo" not in client.get(reverse("feedback"), {"answer": "todo"}).content.decode()
