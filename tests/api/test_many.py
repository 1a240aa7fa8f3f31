"""POST /tickets/bulk: many tickets in one call, looked at first, followed and taken back."""

from typing import Any

import pytest
from django.utils import timezone

from connectors.models import Account
from inbox.many import working
from inbox.models import BulkJob, Ticket
from tests.api.conftest import ApiClient
from tests.make import make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids(account: Account) -> list[int]:
    return [make_ticket(account=account, tags=["vip"]).pk for _ in range(3)]


def work() -> None:
    for job in BulkJob.objects.all():
        while working.work_batch(job.pk, timezone.now()):
            pass


def bulk(caller: ApiClient, action: str, **given: Any) -> Any:
    return caller.post("/tickets/bulk", {"action": action, **given})


def test_a_dry_run_says_what_would_happen_and_does_nothing(as_agent: ApiClient, ids: list[int]) -> None:
    Ticket.objects.filter(pk=ids[0]).update(level=2)

    answer = bulk(as_agent, "level", ids=ids, wishes={"level": 2}, dry_run=True)

    assert answer.status_code == 200
    assert (answer.json()["waiting"], answer.json()["left"]) == (2, 1)
    assert [(one["code"], one["tickets"]) for one in answer.json()["reasons"]] == [("so-already", 1)]
    assert [(one["ticket_id"], one["state"], one["code"]) for one in answer.json()["tickets"]] == [
        (ids[0], "left", "so-already"),
        (ids[1], "waiting", ""),
        (ids[2], "waiting", ""),
    ]
    assert not BulkJob.objects.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_ids_that_no_ticket_has_or_one_that_is_not_to_be_seen_are_named(
    as_agent: ApiClient, ids: list[int], dry_run: bool
) -> None:
    nowhere = max(ids) + 5
    answer = bulk(as_agent, "level", ids=[nowhere + 1, *ids, nowhere], wishes={"level": 2}, dry_run=dry_run).json()
    assert (answer["total"], answer["unknown"]) == (3, [nowhere, nowhere + 1])
    assert bulk(as_agent, "solve", ids=ids, dry_run=True).json()["unknown"] == []


def test_all_that_a_filter_lets_through_is_done_followed_and_undone(as_agent: ApiClient, ids: list[int]) -> None:
    answer = bulk(as_agent, "tag", filter={"view": "open", "tag": ["vip"]}, wishes={"add": ["seen"]})
    assert (answer.status_code, answer.json()["state"], answer.json()["waiting"]) == (202, "working", 3)
    work()

    job = as_agent.get(f"/tickets/bulk/{answer.json()['id']}").json()
    assert (job["state"], job["done"]) == ("done", 3)
    assert job["undo_until"]
    assert Ticket.objects.filter(tags=["vip", "seen"]).count() == 3

    assert as_agent.post(f"/tickets/bulk/{job['id']}/undo").status_code == 202
    work()
    assert as_agent.get(f"/tickets/bulk/{job['id']}").json()["undone"] == 3
    assert Ticket.objects.filter(tags=["vip"]).count() == 3


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"action": "level", "wishes": {"level": 1}}, 422),
        ({"action": "dance", "ids": [1]}, 422),
        ({"action": "level", "ids": [1], "wishes": {"level": 3}}, 422),
        ({"action": "level", "ids": [10**9], "wishes": {"level": 1}}, 422),
        ({"action": "reply", "ids": [1], "wishes": {"body": " "}}, 422),
    ],
)
def test_what_cannot_be_meant_is_refused(as_agent: ApiClient, given: Any, status: int) -> None:
    assert as_agent.post("/tickets/bulk", given).status_code == status


@pytest.mark.parametrize(
    ("meant", "field"),
    [
        ({"view": "no-such-view"}, "filter.view"),
        ({"view": "open", "langauge": ["fr"]}, "filter.langauge"),
        ({"status": ["open", "closed"]}, "filter.status"),
        ({"level": ["two"]}, "filter.level"),
        ({"left": "yesterday"}, "filter.left"),
    ],
)
def test_a_filter_that_says_something_unknown_never_means_everything(
    as_agent: ApiClient, ids: list[int], meant: Any, field: str
) -> None:
    answer = bulk(as_agent, "solve", filter=meant)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert not BulkJob.objects.exists()


def test_values_that_say_the_same_or_nothing_are_no_mistake(as_agent: ApiClient, ids: list[int]) -> None:
    meant = {"view": "open", "tag": ["vip,", " vip"], "q": "", "status": None, "channel": []}
    assert bulk(as_agent, "solve", filter=meant, dry_run=True).json()["total"] == 3


def test_a_job_is_of_whoever_asked_for_it(as_agent: ApiClient, as_lead: ApiClient, ids: list[int]) -> None:
    job_id = bulk(as_agent, "level", ids=ids, wishes={"level": 2}).json()["id"]
    assert as_lead.get(f"/tickets/bulk/{job_id}").status_code == 404
    assert as_lead.post(f"/tickets/bulk/{job_id}/undo").status_code == 404
