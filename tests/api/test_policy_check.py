"""Asking what is forbidden in a text, and being refused for it."""

import pytest

from inbox.models import EventKind, Message, Ticket, TicketEvent
from tests.api.conftest import ApiClient

pytestmark = pytest.mark.django_db

NUMBER = "Appelez le 06 12 34 56 78."
ASKED = {"marketplace": "ebay", "text": NUMBER}
MAKER = "Pour la garantie adressez-vous uniquement au fabricant, nous ne pouvons rien faire."


def test_a_text_is_checked_without_being_kept(as_agent: ApiClient) -> None:
    answer = as_agent.post("/check", ASKED, **{"Accept-Language": "fr"})
    (found,) = answer.json()["findings"]
    assert NUMBER[found["start"] : found["end"]] == "06 12 34 56 78"
    assert (found["rule"], found["level"]) == ("phone", "block")
    assert "téléphone" in found["reason"]
    assert found["source"]
    assert not Message.objects.exists()


def test_a_text_without_faults_has_no_findings(as_agent: ApiClient) -> None:
    answer = as_agent.post("/check", {"marketplace": "ebay", "text": "Bonjour, il est parti.", "language": "fr"})
    assert (answer.status_code, answer.json()) == (200, {"findings": []})


def test_an_unknown_marketplace_is_named(as_agent: ApiClient) -> None:
    answer = as_agent.post("/check", {**ASKED, "marketplace": "bazaar"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "marketplace"


def test_a_forbidden_reply_is_refused_with_its_findings(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.reply(ticket.id, NUMBER)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:guichet:reply-forbidden"
    assert [found["rule"] for found in answer.json()["findings"]] == ["phone"]
    assert not Message.objects.exists()


def test_a_warning_is_overridden_with_a_reason(as_agent: ApiClient, ticket: Ticket) -> None:
    asked = as_agent.reply(ticket.id, MAKER)
    assert (asked.status_code, asked.json()["type"]) == (422, "urn:guichet:reason-needed")
    payload = {"body": MAKER, "override": "commercial guarantee"}
    sent = as_agent.post(f"/tickets/{ticket.id}/replies", payload, **{"Idempotency-Key": "k"})
    assert sent.status_code == 202
    kept = TicketEvent.objects.get(kind=EventKind.OVERRIDDEN).after
    assert kept == {"rules": ["manufacturer_only"], "why": "commercial guarantee"}
