"""Deadline policies over the API."""

from datetime import datetime

import pytest
from django.utils import timezone

from connectors.models import Account
from inbox.models import DeadlinePolicy, PolicyVersion, Recomputation, Ticket
from tests.api.conftest import ApiClient
from tests.inbox.arrive import arrive, buyer_message
from tests.make import HOUR

pytestmark = pytest.mark.django_db


def test_policies_are_read_by_agents_and_written_by_leads(
    as_agent: ApiClient, as_lead: ApiClient, account: Account
) -> None:
    new = {"clock": "company", "name": "VIP", "targets": {"first_minutes": 60}, "conditions": {"tags": ["vip"]}}
    assert as_agent.post("/deadline-policies", new).status_code == 403
    made = as_lead.post("/deadline-policies", new)
    assert made.status_code == 201, made.content
    assert (made.json()["position"], made.json()["version"]) == (1, 1)
    items = as_agent.get("/deadline-policies").json()["items"]
    assert "eBay" in [item["name"] for item in items]
    assert made.json() in items


def test_nonsense_is_a_422_that_names_the_field(as_lead: ApiClient, account: Account) -> None:
    answer = as_lead.post("/deadline-policies", {"clock": "company", "name": "x", "targets": {"hard_minutes": 5}})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "targets")
    assert answer.json()["type"] == "urn:guichet:bad-policy"
    assert answer.json()["detail"] == "“hard_minutes” is no target of this clock."
    answer = as_lead.post("/deadline-policies", {"clock": "company", "name": "x", "calendar_id": 4711})
    assert answer.status_code == 422


def test_a_policy_is_changed_in_part_and_put_elsewhere(as_lead: ApiClient, account: Account) -> None:
    policy = DeadlinePolicy.objects.get(ready_made="statutory:fr-guarantee")
    changed = as_lead.patch(f"/deadline-policies/{policy.pk}", {"targets": {"days": 28}, "position": 1}).json()
    assert (changed["targets"]["days"], changed["version"], changed["position"]) == (28, 2, 1)
    assert changed["conditions"]["topics"] == ["guarantee"]


WITH_A_DAY = {"clock": "company", "name": "A day", "targets": {"first_minutes": 24 * 60, "next_minutes": 24 * 60}}


@pytest.fixture
def waiting(account: Account) -> Ticket:
    at = timezone.now() - HOUR
    arrive(account, buyer_message("m1", at=at), now=at)
    return Ticket.objects.get()


def kept() -> list[object]:
    """All that a change of policies writes."""
    policies = DeadlinePolicy.objects.order_by("pk").values_list("pk", "position", "active", "name")
    tickets = Ticket.objects.order_by("pk").values_list("pk", "reply_due_at", "updated_at")
    return [*policies, *tickets, PolicyVersion.objects.count(), Recomputation.objects.count()]


def test_what_a_new_policy_would_do_is_said_and_nothing_is_kept(as_lead: ApiClient, waiting: Ticket) -> None:
    before = kept()
    quick = {"clock": "company", "name": "Half an hour", "targets": {"first_minutes": 30, "next_minutes": 30}}

    answer = as_lead.post("/deadline-policies?preview=true", quick)

    assert answer.status_code == 200
    told = answer.json()
    due_at = waiting.cycles.get().opened_at + HOUR / 2
    assert (told["tickets"], told["late"], told["looked_at"], told["further"]) == (1, 1, 1, 0)
    (change,) = told["changes"]
    assert (change["ticket_id"], change["clock"], change["kind"]) == (waiting.pk, "company", "answer")
    assert datetime.fromisoformat(change["after"]) == due_at
    assert kept() == before

    assert as_lead.post("/deadline-policies", quick).status_code == 201
    waiting.refresh_from_db()
    assert waiting.reply_due_at == due_at


def test_what_a_changed_policy_would_do_is_what_it_does(as_lead: ApiClient, waiting: Ticket) -> None:
    address = f"/deadline-policies/{as_lead.post('/deadline-policies', WITH_A_DAY).json()['id']}"
    before, shorter = kept(), {"targets": {"first_minutes": 5 * 60, "next_minutes": 5 * 60}}

    told = as_lead.patch(f"{address}?preview=true", shorter).json()

    assert kept() == before
    assert as_lead.patch(address, shorter).json()["version"] == 2
    waiting.refresh_from_db()
    (change,) = told["changes"]
    assert datetime.fromisoformat(change["after"]) == waiting.reply_due_at
    assert as_lead.patch(f"{address}?preview=true", shorter).json()["changes"] == []


def test_another_place_in_the_order_is_tried_too(as_lead: ApiClient, waiting: Ticket) -> None:
    later = {**WITH_A_DAY, "targets": {"first_minutes": 600, "next_minutes": 600}}
    day = as_lead.post("/deadline-policies", WITH_A_DAY).json()["id"]
    as_lead.post("/deadline-policies", later)
    before = kept()

    told = as_lead.patch(f"/deadline-policies/{day}?preview=true", {"position": 1}).json()

    opened_at = waiting.cycles.get().opened_at
    (change,) = told["changes"]
    assert datetime.fromisoformat(change["before"]) == opened_at + 10 * HOUR
    assert datetime.fromisoformat(change["after"]) == opened_at + 24 * HOUR
    assert kept() == before


def test_a_preview_is_for_leads_and_refuses_what_cannot_be(as_lead: ApiClient, as_agent: ApiClient) -> None:
    assert as_agent.post("/deadline-policies?preview=true", WITH_A_DAY).status_code == 403
    assert as_lead.post("/deadline-policies?preview=true", {**WITH_A_DAY, "name": ""}).status_code == 422
    assert as_lead.post("/deadline-policies?preview=perhaps", WITH_A_DAY).status_code == 422


def test_points_of_warning_are_kept_and_none_at_all_are_kept_too(as_lead: ApiClient) -> None:
    new = {"clock": "company", "name": "VIP", "targets": {"first_minutes": 60, "warn_minutes": [10, 30]}}
    made = as_lead.post("/deadline-policies", new).json()
    assert made["targets"]["warn_minutes"] == [30, 10]
    address = f"/deadline-policies/{made['id']}"
    changed = as_lead.patch(address, {"targets": {"first_minutes": 60, "warn_minutes": []}}).json()
    assert changed["targets"]["warn_minutes"] == []
    refused = as_lead.patch(address, {"targets": {"first_minutes": 60, "warn_minutes": [0]}})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "targets.warn_minutes")
