"""What buyers said in public: the list, and answering once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from connectors.models import Account
from inbox.models import Feedback, Role, User
from tests.api.conftest import ApiClient
from tests.make import DAY, NINE, make_account, make_feedback, make_ticket, make_user

pytestmark = pytest.mark.django_db

SORRY = "We are sorry. Write to us."


def post(client: ApiClient, opinion: Feedback, body: str = SORRY, *, key: str = "k") -> Any:
    return client.post(f"/feedback/{opinion.pk}/answer", {"body": body}, **{"Idempotency-Key": key})


@pytest.fixture
def opinion(account: Account) -> Feedback:
    return make_feedback(account=account, answerable=True)


def test_an_opinion_is_given_with_all_that_is_known(as_agent: ApiClient, account: Account) -> None:
    ticket = make_ticket(account=account)
    stored = make_feedback(
        account=account, ticket=ticket, external_id="f1", order_id="12-3", item_id="i1", buyer_handle="jeanne_d"
    )
    expected = {
        "id": stored.pk,
        "external_id": "f1",
        "account": account.pk,
        "marketplace": "ebay",
        "ticket_id": ticket.pk,
        "order_id": "12-3",
        "item_id": "i1",
        "buyer_handle": "jeanne_d",
        "rating": 1,
        "word": "NEGATIVE",
        "text": "Never came.",
        "written_at": "2026-11-16T09:00:00Z",
        "answer": None,
        "answerable": False,
        "revisable": False,
        "dealt_at": None,
        "typed": None,
        "delivery": None,
        "reason": None,
    }
    assert as_agent.get("/feedback").json() == {"items": [expected], "next_cursor": None}
    assert as_agent.get(f"/feedback/{stored.pk}").json() == expected


def test_pages_go_on_without_a_gap_the_newest_first(as_agent: ApiClient, account: Account) -> None:
    made = [make_feedback(account=account, written_at=NINE + number // 2 * DAY).pk for number in range(7)]
    found: list[int] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        answer = as_agent.get("/feedback", limit=3, **cursor).json()
        found += [item["id"] for item in answer["items"]]
        cursor = {"cursor": answer["next_cursor"]} if answer["next_cursor"] else None
    assert found == made[::-1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"rating": 5}, 1),
        ({"word": "NEGATIVE"}, 2),
        ({"unanswered": "true"}, 1),
        ({"marketplace": "amazon"}, 1),
        ({"marketplace": "ebay", "rating": 1}, 1),
    ],
)
def test_filters_narrow_the_list(as_agent: ApiClient, account: Account, query: dict[str, Any], count: int) -> None:
    make_feedback(account=account, rating=5, word="POSITIVE", answer="Thanks")
    make_feedback(account=account, delivery="queued", typed=SORRY)
    make_feedback(account=make_account(marketplace="amazon"))
    assert len(as_agent.get("/feedback", **query).json()["items"]) == count


@pytest.mark.parametrize("query", [{"marketplace": "nowhere"}, {"rating": 6}, {"cursor": "x"}, {"account": "x"}])
def test_what_is_wrong_is_named(as_agent: ApiClient, query: dict[str, Any]) -> None:
    answer = as_agent.get("/feedback", **query)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(query)


def test_an_answer_is_queued_once_per_key(as_agent: ApiClient, opinion: Feedback) -> None:
    first, again = post(as_agent, opinion), post(as_agent, opinion)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["delivery"] == "queued"
    assert first.json() == again.json()
    opinion.refresh_from_db()
    assert opinion.typed == SORRY


def test_the_same_key_with_another_text_and_a_second_answer_are_conflicts(
    as_agent: ApiClient, opinion: Feedback
) -> None:
    post(as_agent, opinion)
    other_text, other_key = post(as_agent, opinion, "Other words."), post(as_agent, opinion, key="other")
    assert (other_text.status_code, other_key.status_code) == (409, 409)
    assert other_text.json()["type"] != other_key.json()["type"]


@pytest.mark.parametrize("body", ["", "x" * 501])
def test_a_text_that_cannot_be_published_is_refused(as_agent: ApiClient, opinion: Feedback, body: str) -> None:
    answer = post(as_agent, opinion, body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["body"]


def test_a_key_is_asked_for(as_agent: ApiClient, opinion: Feedback) -> None:
    assert as_agent.post(f"/feedback/{opinion.pk}/answer", {"body": SORRY}).status_code == 422


def test_what_takes_no_answer_is_a_conflict_and_what_is_not_there_is_not_found(
    as_agent: ApiClient, account: Account
) -> None:
    closed = make_feedback(account=account)
    assert post(as_agent, closed).status_code == 409
    closed.pk = 999_999
    assert post(as_agent, closed).status_code == 404
    assert as_agent.get("/feedback/999999").status_code == 404


def test_who_left_the_shop_sees_and_answers_nothing(client_of: Callable[[User], ApiClient], opinion: Feedback) -> None:
    user = make_user()
    client = client_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/feedback").status_code == 401
    assert post(client, opinion).status_code == 401


def test_moods_tell_the_run_and_the_tickets_that_may_bring_the_next(
    as_agent: ApiClient, client_of: Callable[[User], ApiClient], account: Account
) -> None:
    now = timezone.now()
    for days, rating in ((4, 1), (3, 5), (2, 1), (1, 2)):
        make_feedback(account=account, rating=rating, written_at=now - days * DAY)
    late = make_ticket(account=account, needs_reply=True, reply_due_at=now - DAY)
    make_ticket(account=account, needs_reply=True, reply_due_at=now + DAY)
    answer = as_agent.get("/feedback/moods")
    assert answer.json()["items"] == [
        {
            "marketplace": "ebay",
            "bad_in_a_row": 2,
            "positive_share": 0.25,
            "rated": 4,
            "alarms": [],
            "tickets_at_risk": [late.pk],
        }
    ]
    assert client_of(make_user(role=Role.OUTSIDE)).get("/feedback/moods").status_code == 403
