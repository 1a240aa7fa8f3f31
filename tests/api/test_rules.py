"""Rules over the API."""

import pytest

from inbox.models import Rule, Ticket
from inbox.rules.working import work_off
from tests.api.conftest import ApiClient
from tests.make import NINE, make_message, make_rule, only_if

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Parcels",
    "happening": "message",
    "active": True,
    "conditions": only_if("text", "contains", "colis"),
    "actions": [{"do": "tag", "value": ["parcel"]}],
}


def test_rules_are_for_leads(as_agent: ApiClient, as_lead: ApiClient) -> None:
    assert [as_agent.get("/rules").status_code, as_agent.post("/rules", NEW).status_code] == [403, 403]
    made = as_lead.post("/rules", NEW)
    assert made.status_code == 201, made.content
    assert as_lead.get("/rules").json()["items"] == [made.json()]
    assert made.json()["conditions"] == NEW["conditions"]


def test_a_rule_written_by_a_program_acts(as_lead: ApiClient, ticket: Ticket) -> None:
    as_lead.post("/rules", NEW)
    make_message(ticket)
    work_off(NINE)
    ticket.refresh_from_db()
    assert ticket.tags == ["parcel"]


def test_parts_are_changed_and_the_rest_stays(as_lead: ApiClient) -> None:
    rule = make_rule(conditions=only_if("level", "is", "2", negated=True))
    changed = as_lead.patch(f"/rules/{rule.pk}", {"name": "Other", "active": False}).json()
    assert (changed["name"], changed["active"], changed["conditions"]) == ("Other", False, rule.conditions)
    assert as_lead.delete(f"/rules/{rule.pk}").status_code == 204
    assert not Rule.objects.exists()


def test_nonsense_is_a_422_that_names_the_part(as_lead: ApiClient) -> None:
    def field(**changed: object) -> str:
        answer = as_lead.post("/rules", NEW | changed)
        assert answer.status_code == 422
        return str(answer.json()["errors"][0]["field"])

    assert field(actions=[{"do": "dance", "value": ""}]) == "actions.0.do"
    assert field(actions=[{"do": "level", "value": 3}]) == "actions.0.value"
    assert field(conditions=only_if("weather", "is", "x")) == "conditions.all.0.any.0.field"
    assert field(happening="time") == "hours"


def test_a_rule_is_tried_without_being_kept(as_lead: ApiClient, ticket: Ticket) -> None:
    tried = as_lead.post("/rules/try", NEW).json()
    assert tried == {"seen": 0, "hits": 0, "tickets": 0, "ticket_ids": [], "cut": False, "written_first": []}
    assert not Rule.objects.exists()
