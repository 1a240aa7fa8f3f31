"""openapi.json is OpenAPI 3.1, and what is answered is what it documents."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from connectors.models import Account
from inbox.models import Attachment, ChecklistStep, ResponseCycle, Ticket, User
from tests.api.conftest import ROOT, ApiClient
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_message

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(ROOT + "/openapi.json").json()
    return found


@pytest.fixture
def full_ticket(account: Account, agent: User, ticket: Ticket) -> Ticket:
    """A ticket with something in every part."""
    ChecklistStep.objects.create(ticket=ticket, text="Call the carrier", done_at=NINE)
    Ticket.objects.filter(id=ticket.id).update(resolution="refund", resolution_amount=5, resolution_currency="EUR")
    Ticket.objects.filter(id=ticket.id).update(assignee=agent, reply_due_at=NINE + DAY, tags=["vip"], needs_reply=True)
    Attachment.objects.create(message=make_message(ticket), name="box.jpg")
    make_message(ticket, direction="out")
    make_message(ticket, direction="note")
    ResponseCycle.objects.create(
        ticket=ticket, number=1, opened_at=NINE, soft_due_at=NINE + HOUR, due_at=NINE + DAY, end_reason=""
    )
    return ticket


def check(document: dict[str, Any], method: str, path: str, answer: Any) -> None:
    """Fail unless the answer is one that the document has for this operation."""
    documented = document["paths"][ROOT + path][method]["responses"]
    media_type = answer["Content-Type"].partition(";")[0]
    schema = documented[str(answer.status_code)]["content"][media_type]["schema"]
    Draft202012Validator({**schema, "components": document["components"]}, format_checker=FormatChecker()).validate(
        answer.json()
    )


def test_it_is_openapi_3_1_and_open_to_everybody(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["components"]["securitySchemes"]["BearerToken"]["scheme"] == "bearer"


def test_it_names_exactly_the_calls_that_exist(document: dict[str, Any]) -> None:
    calls = {(method, path.removeprefix(ROOT)) for path, methods in document["paths"].items() for method in methods}

    assert calls == {
        ("post", "/accounts"),
        ("get", "/figures"),
        ("get", "/figures/questions"),
        ("get", "/accounts"),
        ("get", "/accounts/{account_id}"),
        ("patch", "/accounts/{account_id}"),
        ("post", "/accounts/{account_id}/pull"),
        ("get", "/tickets"),
        ("get", "/views"),
        ("get", "/tickets/{ticket_id}"),
        ("patch", "/tickets/{ticket_id}"),
        ("post", "/tickets/{ticket_id}/replies"),
        ("post", "/tickets/{ticket_id}/notes"),
        ("post", "/tickets/{ticket_id}/close"),
        ("post", "/tickets/{ticket_id}/reopen"),
        ("post", "/tickets/{ticket_id}/topic"),
        ("post", "/tickets/{ticket_id}/level"),
        ("post", "/tickets/{ticket_id}/snooze"),
        ("post", "/tickets/{ticket_id}/wake"),
        ("post", "/tickets/{ticket_id}/spam"),
        ("post", "/tickets/{ticket_id}/not-spam"),
        ("post", "/tickets/{ticket_id}/no-answer-needed"),
        ("post", "/tickets/{ticket_id}/answer-needed"),
        ("post", "/tickets/{ticket_id}/call"),
        ("post", "/tickets/{ticket_id}/resolution"),
        ("post", "/tickets/{ticket_id}/link"),
        ("post", "/tickets/{ticket_id}/unlink"),
        ("post", "/tickets/{ticket_id}/merge"),
        ("post", "/tickets/{ticket_id}/unmerge"),
        ("post", "/tickets/{ticket_id}/split"),
        ("post", "/tickets/{ticket_id}/hand-over"),
        ("post", "/tickets/{ticket_id}/checklist"),
        ("post", "/tickets/{ticket_id}/checklist/{step_id}"),
        ("get", "/messages/{message_id}"),
        ("get", "/claims"),
        ("get", "/feedback"),
        ("get", "/feedback/moods"),
        ("get", "/feedback/{feedback_id}"),
        ("post", "/feedback/{feedback_id}/answer"),
        ("post", "/feedback/{feedback_id}/dealt-with"),
        ("post", "/surveys/{token}"),
        ("get", "/buyers/{buyer_id}/export"),
        ("post", "/buyers/{buyer_id}/erase"),
        ("get", "/orders/{order_id}"),
        ("get", "/rules"),
        ("post", "/rules"),
        ("post", "/rules/try"),
        ("get", "/rules/{rule_id}"),
        ("patch", "/rules/{rule_id}"),
        ("delete", "/rules/{rule_id}"),
        ("get", "/templates"),
        ("post", "/templates"),
        ("get", "/templates/{template_id}"),
        ("patch", "/templates/{template_id}"),
        ("delete", "/templates/{template_id}"),
        ("post", "/tickets/{ticket_id}/render"),
        ("get", "/deadline-policies"),
        ("post", "/deadline-policies"),
        ("get", "/deadline-policies/{policy_id}"),
        ("patch", "/deadline-policies/{policy_id}"),
        ("post", "/tickets/bulk"),
        ("get", "/tickets/bulk/{job_id}"),
        ("post", "/tickets/bulk/{job_id}/undo"),
        ("post", "/tickets/bulk/{job_id}/repeat"),
        ("get", "/tickets/{ticket_id}/deadline"),
        ("get", "/tickets/{ticket_id}/proof"),
        ("get", "/calendars"),
        ("post", "/calendars"),
        ("get", "/calendars/{calendar_id}"),
        ("put", "/calendars/{calendar_id}"),
        ("patch", "/calendars/{calendar_id}"),
        ("delete", "/calendars/{calendar_id}"),
        ("post", "/deadline-preview"),
        ("post", "/check"),
    }


def test_every_schema_is_one(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"]


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_every_error_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    errors = [
        answer
        for methods in document["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if int(status) >= 400
    ]

    assert errors
    assert all(set(answer["content"]) == {PROBLEM} for answer in errors)


def test_the_filters_are_documented(document: dict[str, Any]) -> None:
    parameters = document["paths"][ROOT + "/tickets"]["get"]["parameters"]

    assert [parameter["name"] for parameter in parameters] == [
        *("view", "marketplace", "channel", "status", "q", "overdue", "updated_since", "cursor", "limit")
    ]


def test_the_key_of_a_reply_is_documented_as_required(document: dict[str, Any]) -> None:
    parameters = document["paths"][ROOT + "/tickets/{ticket_id}/replies"]["post"]["parameters"]

    assert {p["name"]: p["required"] for p in parameters if p["in"] == "header"} == {"Idempotency-Key": True}


def test_the_answers_about_tickets_are_as_documented(
    document: dict[str, Any], as_agent: ApiClient, full_ticket: Ticket
) -> None:
    path = f"/tickets/{full_ticket.id}"

    check(document, "get", "/tickets", as_agent.get("/tickets"))
    check(document, "get", "/tickets", as_agent.get("/tickets", limit="0"))
    check(document, "get", "/tickets/{ticket_id}", as_agent.get(path))
    check(document, "get", "/tickets/{ticket_id}", as_agent.get("/tickets/0"))
    check(document, "patch", "/tickets/{ticket_id}", as_agent.patch(path, {"priority": "low"}))
    check(document, "patch", "/tickets/{ticket_id}", as_agent.patch(path, {"priority": "lowest"}))
    check(document, "post", "/tickets/{ticket_id}/replies", as_agent.reply(full_ticket.id, "Bonjour"))
    check(document, "post", "/tickets/{ticket_id}/replies", as_agent.reply(full_ticket.id, "Bonsoir"))
    check(document, "post", "/tickets/{ticket_id}/notes", as_agent.post(path + "/notes", {"body": "Hm"}))
    message = full_ticket.messages.first()
    assert message
    check(document, "get", "/messages/{message_id}", as_agent.get(f"/messages/{message.id}"))


def test_the_answers_about_accounts_are_as_documented(
    document: dict[str, Any], as_lead: ApiClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.tasks.pull_account.apply_async", lambda *args, **options: None)
    wanted = {"marketplace": "ebay", "name": "Vélo", "credentials": account.credentials}

    check(document, "post", "/accounts", as_lead.post("/accounts", wanted))
    check(document, "post", "/accounts", as_lead.post("/accounts", wanted))
    check(document, "post", "/accounts", as_lead.post("/accounts", {}))
    check(document, "get", "/accounts", as_lead.get("/accounts"))
    check(document, "get", "/accounts/{account_id}", as_lead.get(f"/accounts/{account.id}"))
    check(document, "post", "/accounts/{account_id}/pull", as_lead.post(f"/accounts/{account.id}/pull"))


def test_the_answers_about_calendars_are_as_documented(document: dict[str, Any], as_lead: ApiClient) -> None:
    wanted = {"name": "Office", "zone": "UTC", "slots": [{"weekday": 1, "from": "09:00", "to": "17:00"}]}
    made = as_lead.post("/calendars", {**wanted, "holidays": {"country": "FR"}, "added": ["2026-12-24"]})
    one, path = f"/calendars/{made.json()['id']}", "/calendars/{calendar_id}"
    asked = {"start": "2026-11-13T16:00:00Z", "minutes": 90, "calendar_id": made.json()["id"]}

    check(document, "post", "/calendars", made)
    check(document, "post", "/calendars", as_lead.post("/calendars", {**wanted, "slots": []}))
    check(document, "get", "/calendars", as_lead.get("/calendars"))
    check(document, "get", path, as_lead.get(one))
    check(document, "put", path, as_lead.put(one, wanted))
    check(document, "patch", path, as_lead.patch(one, {"name": "Shop"}))
    asked_of = {"marketplace": "ebay", "text": "Appelez le 06 12 34 56 78."}
    check(document, "post", "/check", as_lead.post("/check", asked_of))
    check(document, "post", "/deadline-preview", as_lead.post("/deadline-preview", asked))
    assert as_lead.delete(one).content == b""


def test_a_refusal_is_as_documented(document: dict[str, Any], client: Client) -> None:
    check(document, "get", "/tickets", client.get(ROOT + "/tickets"))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/deadline-policies"),
        ("patch", "/deadline-policies/{policy_id}"),
        ("post", "/calendars"),
        ("put", "/calendars/{calendar_id}"),
        ("patch", "/calendars/{calendar_id}"),
    ],
)
def test_a_change_of_deadline_rules_can_be_tried_first(document: dict[str, Any], method: str, path: str) -> None:
    operation = document["paths"][ROOT + path][method]
    assert ("preview", "query") in [(one["name"], one["in"]) for one in operation["parameters"]]
    assert "ChangePreviewOut" in str(operation["responses"]["200"])


def test_a_preview_is_answered_as_documented(document: dict[str, Any], as_lead: ApiClient, account: Account) -> None:
    arrive(account, buyer_message("m1"))
    new = {"clock": "company", "name": "Quick", "targets": {"first_minutes": 30, "next_minutes": 30}}
    answer = as_lead.post("/deadline-policies?preview=true", new)
    assert answer.json()["changes"]
    check(document, "post", "/deadline-policies", answer)
    path = f"/deadline-policies/{as_lead.post('/deadline-policies', new).json()['id']}"
    for address in (path, f"{path}?preview=true"):
        check(document, "patch", "/deadline-policies/{policy_id}", as_lead.patch(address, {"name": "Quicker"}))
