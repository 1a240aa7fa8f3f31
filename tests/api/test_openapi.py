"""openapi.json is OpenAPI 3.1, and what is answered is what it documents."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from connectors.models import Account
from inbox.models import Attachment, ResponseCycle, Ticket, User
from tests.api.conftest import ROOT, ApiClient
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
        ("get", "/accounts"),
        ("get", "/accounts/{account_id}"),
        ("post", "/accounts/{account_id}/pull"),
        ("get", "/tickets"),
        ("get", "/tickets/{ticket_id}"),
        ("patch", "/tickets/{ticket_id}"),
        ("post", "/tickets/{ticket_id}/replies"),
        ("post", "/tickets/{ticket_id}/notes"),
        ("post", "/tickets/{ticket_id}/close"),
        ("post", "/tickets/{ticket_id}/reopen"),
        ("get", "/messages/{message_id}"),
        ("get", "/claims"),
        ("get", "/feedback"),
        ("get", "/feedback/{feedback_id}"),
        ("post", "/feedback/{feedback_id}/answer"),
        ("get", "/buyers/{buyer_id}/export"),
        ("post", "/buyers/{buyer_id}/erase"),
        ("get", "/orders/{order_id}"),
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
        *("marketplace", "channel", "status", "q", "overdue", "updated_since", "cursor", "limit")
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


def test_a_refusal_is_as_documented(document: dict[str, Any], client: Client) -> None:
    check(document, "get", "/tickets", client.get(ROOT + "/tickets"))
