"""Deadline policies over the API."""

import pytest

from connectors.models import Account
from inbox.models import DeadlinePolicy
from tests.api.conftest import ApiClient

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


def test_points_of_warning_are_kept_and_none_at_all_are_kept_too(as_lead: ApiClient) -> None:
    new = {"clock": "company", "name": "VIP", "targets": {"first_minutes": 60, "warn_minutes": [10, 30]}}
    made = as_lead.post("/deadline-policies", new).json()
    assert made["targets"]["warn_minutes"] == [30, 10]
    address = f"/deadline-policies/{made['id']}"
    changed = as_lead.patch(address, {"targets": {"first_minutes": 60, "warn_minutes": []}}).json()
    assert changed["targets"]["warn_minutes"] == []
    refused = as_lead.patch(address, {"targets": {"first_minutes": 60, "warn_minutes": [0]}})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "targets.warn_minutes")
