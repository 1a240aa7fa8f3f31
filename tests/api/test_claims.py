"""GET /claims: by time left, filtered, page by page."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connectors.models import Account
from inbox.models import Claim, Ticket, User
from tests.api.conftest import ApiClient
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_ticket, make_user

pytestmark = pytest.mark.django_db


def ids(answer: dict[str, list[dict[str, int]]]) -> Sequence[int]:
    return [item["id"] for item in answer["items"]]


def test_a_claim_is_given_with_all_that_is_known(as_agent: ApiClient, account: Account) -> None:
    ticket = make_ticket(account=account, order_id="12-3")
    claim = make_claim(
        ticket,
        kind="return",
        state_there="RETURN_REQUESTED",
        reason="DEFECTIVE_ITEM",
        item_id="i1",
        respond_by=NINE + DAY,
        amount=Decimal("39.8"),
        currency="EUR",
    )
    assert as_agent.get("/claims").json() == {
        "items": [
            {
                "id": claim.pk,
                "ticket_id": ticket.pk,
                "account": account.pk,
                "marketplace": "ebay",
                "kind": "return",
                "state": "seller",
                "state_there": "RETURN_REQUESTED",
                "reason": "DEFECTIVE_ITEM",
                "order_id": "12-3",
                "item_id": "i1",
                "respond_by": "2026-11-17T09:00:00Z",
                "amount": "39.80",
                "currency": "EUR",
                "opened_at": "2026-11-16T09:00:00Z",
                "changed_at": "2026-11-16T09:00:00Z",
                "ended_at": None,
            }
        ],
        "next_cursor": None,
    }


def test_an_order_the_marketplace_does_not_name_is_the_tickets_if_that_is_sure(
    as_agent: ApiClient, account: Account
) -> None:
    for match in ("sure", "possible"):
        make_claim(make_ticket(account=account, order_id=f"order-{match}", order_match=match), order_id="")
    assert [item["order_id"] for item in as_agent.get("/claims").json()["items"]] == ["order-sure", None]


@pytest.fixture
def four(ticket: Ticket) -> Sequence[Claim]:
    """By time left: one with a deadline, one without, one that others examine, one that has ended."""
    ended = make_claim(ticket, state="won", ended_at=NINE, kind="return")
    examined = make_claim(ticket, state="waiting", respond_by=NINE - DAY)
    undated = make_claim(ticket, kind="return")
    return make_claim(ticket, respond_by=NINE + HOUR), undated, examined, ended


def test_claims_come_by_time_left_and_ended_ones_last(as_agent: ApiClient, four: Sequence[Claim]) -> None:
    assert ids(as_agent.get("/claims").json()) == [claim.pk for claim in four]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_go_on_from_open_to_ended_claims_without_a_gap(
    as_agent: ApiClient, four: Sequence[Claim], limit: int
) -> None:
    answer = as_agent.get("/claims", limit=limit).json()
    found = list(ids(answer))
    while answer["next_cursor"]:
        answer = as_agent.get("/claims", limit=limit, cursor=answer["next_cursor"]).json()
        found += ids(answer)
    assert found == [claim.pk for claim in four]


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ({"state": "seller"}, [0, 1]),
        ({"state": "waiting"}, [2]),
        ({"state": "won"}, [3]),
        ({"state": "lost"}, []),
        ({"kind": "return"}, [1, 3]),
        ({"open": "true"}, [0, 1, 2]),
        ({"open": "false"}, [3]),
        ({"open": "false", "state": "seller"}, []),
        ({"marketplace": "amazon"}, []),
    ],
)
def test_filters_narrow_the_list(
    as_agent: ApiClient, four: Sequence[Claim], query: dict[str, str], which: Sequence[int]
) -> None:
    assert ids(as_agent.get("/claims", **query).json()) == [four[number].pk for number in which]


def test_one_account_alone(as_agent: ApiClient, four: Sequence[Claim]) -> None:
    other = make_claim(make_ticket(account=make_account(marketplace="amazon")))
    assert ids(as_agent.get("/claims", account=other.account_id).json()) == [other.pk]
    assert ids(as_agent.get("/claims", marketplace="amazon").json()) == [other.pk]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"marketplace": "nowhere"}, "marketplace"),
        ({"kind": "revenge"}, "kind"),
        ({"state": "angry"}, "state"),
        ({"account": "x"}, "account"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_what_is_wrong_is_named(as_agent: ApiClient, query: dict[str, str], field: str) -> None:
    answer = as_agent.get("/claims", **query)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_cursor_of_the_tickets_is_none_of_the_claims(as_agent: ApiClient, account: Account) -> None:
    tickets = [make_ticket(account=account) for _ in range(2)]
    assert tickets
    cursor = as_agent.get("/tickets", limit=1).json()["next_cursor"]
    assert as_agent.get("/claims", cursor=cursor).status_code == 422


def test_a_list_costs_the_same_however_long(as_agent: ApiClient, account: Account) -> None:
    for _number in range(30):
        make_claim(make_ticket(account=account))
    as_agent.get("/claims")
    with CaptureQueriesContext(connection) as queries:
        assert len(as_agent.get("/claims").json()["items"]) == 30
    assert len(queries) <= 5


def test_who_left_the_shop_sees_nothing(client_of: Callable[[User], ApiClient], ticket: Ticket) -> None:
    user = make_user()
    client = client_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/claims").status_code == 401
