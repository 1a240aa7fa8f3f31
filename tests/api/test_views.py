"""Views over the API: what there is, how many each holds, and tickets of one."""

import pytest

from connectors.models import Account
from inbox.models import SavedView, Status, User
from tests.api.conftest import ApiClient
from tests.make import DAY, NINE, make_ticket, make_user

pytestmark = pytest.mark.django_db


def make_view(owner: User, name: str, *, is_shared: bool = False, **filters: object) -> SavedView:
    return SavedView.objects.create(
        owner=owner, name=name, filters=filters, sort="newest", is_shared=is_shared, changed_at=NINE
    )


def test_built_in_views_come_with_their_numbers(as_agent: ApiClient, agent: User, account: Account) -> None:
    make_ticket(account=account, assignee=agent)
    make_ticket(account=account, needs_reply=True, reply_due_at=NINE)
    make_ticket(account=account, status=Status.SPAM)

    answer = as_agent.get("/views")

    counts = {item["name"]: item["count"] for item in answer.json()["items"]}
    assert answer.status_code == 200
    assert counts["mine"] == 1
    assert counts["needs-answer"] == counts["late-today"] == 1
    assert (counts["unassigned"], counts["all"], counts["spam"], counts["solved"]) == (1, 2, 1, 0)


def test_a_view_says_what_it_narrows_by(as_agent: ApiClient, agent: User, lead: User) -> None:
    own = make_view(agent, "VIP", tag=["vip"])
    team = make_view(lead, "Deutsch", is_shared=True, language=["de"])
    make_view(make_user(), "Theirs")

    items = as_agent.get("/views").json()["items"]

    assert [item for item in items if item["kind"] != "built_in"] == [
        {
            "name": str(team.pk),
            "label": "Deutsch",
            "kind": "team",
            "filters": {"language": ["de"]},
            "sort": "newest",
            "count": 0,
            "count_is_capped": False,
        },
        {
            "name": str(own.pk),
            "label": "VIP",
            "kind": "own",
            "filters": {"tag": ["vip"]},
            "sort": "newest",
            "count": 0,
            "count_is_capped": False,
        },
    ]


def test_tickets_of_a_view(as_agent: ApiClient, agent: User, account: Account) -> None:
    mine = make_ticket(account=account, assignee=agent, tags=["vip"])
    make_ticket(account=account)
    spam = make_ticket(account=account, status=Status.SPAM)
    own = make_view(agent, "VIP", tag=["vip"])

    def ids(**query: str) -> list[int]:
        return [item["id"] for item in as_agent.get("/tickets", **query).json()["items"]]

    assert ids(view="mine") == ids(view=str(own.pk)) == [mine.pk]
    assert ids(view="spam") == ids(view="all", status="spam") == [spam.pk]
    assert ids(view="mine", status="solved") == []


def test_a_view_and_words_must_both_hold(as_agent: ApiClient, agent: User, account: Account) -> None:
    make_ticket(account=account, subject="Vélo")
    mine = make_ticket(account=account, subject="Vélo", assignee=agent)

    items = as_agent.get("/tickets", view="mine", q="velo").json()["items"]

    assert [item["id"] for item in items] == [mine.pk]


@pytest.mark.parametrize("name", ["nothing", "", "99999999999999999999", "1"])
def test_a_view_that_is_not_there_is_refused_by_name(as_agent: ApiClient, name: str) -> None:
    answer = as_agent.get("/tickets", view=name)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["view"]


def test_somebody_elses_view_is_not_there(as_agent: ApiClient) -> None:
    theirs = make_view(make_user(), "Theirs")

    assert as_agent.get("/tickets", view=str(theirs.pk)).status_code == 422


def test_an_overdue_ticket_of_long_ago_is_late_today(as_agent: ApiClient, account: Account) -> None:
    late = make_ticket(account=account, needs_reply=True, reply_due_at=NINE - 30 * DAY)

    items = as_agent.get("/tickets", view="late-today").json()["items"]

    assert [item["id"] for item in items] == [late.pk]
