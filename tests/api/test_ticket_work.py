"""What agents do with a ticket besides answering, by API."""

import pytest
from django.utils import timezone

from connectors.models import Account
from inbox.models import EventKind, Message, Ticket, User
from tests.api.conftest import ApiClient
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_ticket, make_user

pytestmark = pytest.mark.django_db


def test_topic_and_level_are_set_and_taken_off(as_agent: ApiClient, ticket: Ticket) -> None:
    as_agent.post(f"/tickets/{ticket.pk}/topic", {"topic": "withdrawal"})
    answer = as_agent.post(f"/tickets/{ticket.pk}/level", {"level": 2})
    assert (answer.status_code, answer.json()["topic"], answer.json()["level"]) == (200, "withdrawal", 2)
    as_agent.post(f"/tickets/{ticket.pk}/topic", {"topic": None})
    answer = as_agent.post(f"/tickets/{ticket.pk}/level", {"level": None})
    assert (answer.json()["topic"], answer.json()["level"]) == (None, None)
    assert ticket.events.filter(kind__in=[EventKind.TOPIC, EventKind.LEVEL]).count() == 4


def test_a_topic_that_nobody_knows_is_a_wrong_field(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.post(f"/tickets/{ticket.pk}/topic", {"topic": "weather"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "topic"


def test_there_is_no_level_3(as_agent: ApiClient, ticket: Ticket) -> None:
    assert as_agent.post(f"/tickets/{ticket.pk}/level", {"level": 3}).status_code == 422


def test_a_ticket_is_snoozed_and_woken(as_agent: ApiClient, ticket: Ticket) -> None:
    until = timezone.now() + DAY
    asleep = as_agent.post(f"/tickets/{ticket.pk}/snooze", {"until": until.isoformat()}).json()
    assert (asleep["status"], asleep["snoozed_until"]) == ("snoozed", until.isoformat().replace("+00:00", "Z"))
    awake = as_agent.post(f"/tickets/{ticket.pk}/wake").json()
    assert (awake["status"], awake["snoozed_until"]) == ("open", None)


def test_a_snooze_that_would_hide_a_deadline_is_a_conflict(as_agent: ApiClient, account: Account) -> None:
    arrive(account, buyer_message("m1", at=timezone.now() - DAY), now=timezone.now())
    answer = as_agent.post(f"/tickets/{Ticket.objects.get().pk}/snooze", {"until": None})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:guichet:due-too-soon")


def test_a_moment_in_the_past_is_a_wrong_field(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.post(f"/tickets/{ticket.pk}/snooze", {"until": "2020-01-01T00:00:00Z"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "until")


def test_spam_is_listed_only_when_it_is_asked_for(as_agent: ApiClient, ticket: Ticket) -> None:
    assert as_agent.post(f"/tickets/{ticket.pk}/spam").json()["status"] == "spam"
    assert as_agent.get("/tickets").json()["items"] == []
    assert [found["id"] for found in as_agent.get("/tickets", status="spam").json()["items"]] == [ticket.pk]
    assert [found["id"] for found in as_agent.get("/tickets", q=f"#{ticket.pk}").json()["items"]] == [ticket.pk]
    changed = as_agent.get("/tickets", updated_since="2020-01-01T00:00:00Z").json()
    assert [found["status"] for found in changed["items"]] == ["spam"]
    assert as_agent.post(f"/tickets/{ticket.pk}/not-spam").json()["status"] == "waiting"


def test_a_status_of_an_action_of_its_own_is_not_set_by_hand(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.patch(f"/tickets/{ticket.pk}", {"status": "merged"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "status")


def test_a_bare_thank_you_is_taken_back_by_its_message(as_agent: ApiClient, account: Account) -> None:
    asked, said = buyer_message("m1", at=NINE), buyer_message("m3", at=NINE + 2 * HOUR, text="Merci !")
    arrive(account, asked, shop_message("m2", at=NINE + HOUR), said, now=NINE + 2 * HOUR)
    ticket, thanks = Ticket.objects.get(), Message.objects.get(external_id="m3")
    assert not as_agent.get(f"/tickets/{ticket.pk}").json()["needs_reply"]
    answer = as_agent.post(f"/tickets/{ticket.pk}/answer-needed", {"message_id": thanks.pk})
    assert answer.json()["needs_reply"]
    assert as_agent.post(f"/tickets/{ticket.pk}/no-answer-needed").json()["needs_reply"] is False
    assert as_agent.post(f"/tickets/{ticket.pk}/answer-needed", {"message_id": 1}).status_code == 422


def test_a_call_answers_at_its_own_time(as_agent: ApiClient, account: Account) -> None:
    now = timezone.now()
    arrive(account, buyer_message("m1", at=now - 2 * HOUR), now=now - 2 * HOUR)
    ticket = Ticket.objects.get()
    call = {"note": "Colis retrouvé.", "at": (now - HOUR).isoformat(), "caller": "buyer"}
    assert as_agent.post(f"/tickets/{ticket.pk}/call", call).json()["needs_reply"] is False
    cycle = as_agent.get(f"/tickets/{ticket.pk}").json()["cycles"][0]
    assert (cycle["end_reason"], cycle["met"]) == ("call", True)
    later = as_agent.post(f"/tickets/{ticket.pk}/call", {"note": "x", "at": (now + DAY).isoformat()})
    assert (later.status_code, later.json()["errors"][0]["field"]) == (422, "at")
    assert as_agent.post(f"/tickets/{ticket.pk}/call", {"note": " "}).status_code == 422


def test_the_outcome_is_recorded_with_what_it_cost(as_agent: ApiClient, ticket: Ticket) -> None:
    given = {"resolution": "partial_refund", "amount": "12.50", "currency": "EUR"}
    recorded = as_agent.post(f"/tickets/{ticket.pk}/resolution", given).json()["resolution"]
    assert recorded == {"kind": "partial_refund", "cost": {"amount": "12.50", "currency": "EUR"}}
    wrong = as_agent.post(f"/tickets/{ticket.pk}/resolution", {"resolution": "refund", "amount": "5"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "amount")
    assert as_agent.post(f"/tickets/{ticket.pk}/resolution", {"resolution": None}).json()["resolution"] is None


def test_tickets_are_linked_and_unlinked(as_agent: ApiClient, account: Account, ticket: Ticket) -> None:
    other = make_ticket(account=account)
    as_agent.post(f"/tickets/{ticket.pk}/link", {"ticket": other.pk})
    assert as_agent.get(f"/tickets/{other.pk}").json()["linked"] == [ticket.pk]
    as_agent.post(f"/tickets/{other.pk}/unlink", {"ticket": ticket.pk})
    assert as_agent.get(f"/tickets/{ticket.pk}").json()["linked"] == []
    assert as_agent.post(f"/tickets/{ticket.pk}/link", {"ticket": ticket.pk}).status_code == 422


def test_a_ticket_is_handed_over_to_who_may_see_it(as_agent: ApiClient, ticket: Ticket, lead: User) -> None:
    given = as_agent.post(f"/tickets/{ticket.pk}/hand-over", {"to": lead.email, "note": "À toi."}).json()
    assert given["assignee"]["id"] == lead.pk
    stranger = make_user(role="outside")
    refused = as_agent.post(f"/tickets/{ticket.pk}/hand-over", {"to": stranger.pk, "note": "À toi."})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "to")


def test_steps_are_put_on_a_ticket_and_ticked_off(as_agent: ApiClient, ticket: Ticket) -> None:
    assert as_agent.post(f"/tickets/{ticket.pk}/checklist", {}).json()["type"] == "urn:guichet:no-checklist"
    as_agent.post(f"/tickets/{ticket.pk}/topic", {"topic": "withdrawal"})
    as_agent.post(f"/tickets/{ticket.pk}/checklist", {})
    as_agent.post(f"/tickets/{ticket.pk}/checklist", {"steps": ["Peser le colis"]})
    steps = as_agent.get(f"/tickets/{ticket.pk}").json()["checklist"]
    assert (len(steps), steps[-1]["text"], steps[-1]["done_at"]) == (5, "Peser le colis", None)
    as_agent.post(f"/tickets/{ticket.pk}/checklist/{steps[0]['id']}", {"done": True})
    assert as_agent.get(f"/tickets/{ticket.pk}").json()["checklist"][0]["done_at"]
    assert as_agent.post(f"/tickets/{ticket.pk}/checklist/999999999", {"done": True}).status_code == 404


def test_reopening_after_a_mistaken_solve_brings_the_need_of_an_answer_back(
    as_agent: ApiClient, account: Account
) -> None:
    at = timezone.now() - HOUR
    arrive(account, buyer_message("m1", at=at), now=at)
    address = f"/tickets/{Ticket.objects.get().pk}"
    due_at = as_agent.get(address).json()["reply_due_at"]
    solved = as_agent.patch(address, {"status": "solved"}).json()
    assert (solved["needs_reply"], solved["reply_due_at"]) == (False, None)
    back = as_agent.patch(address, {"status": "open"}).json()
    assert (back["status"], back["needs_reply"], back["reply_due_at"]) == ("open", True, due_at)
    assert as_agent.get(f"{address}/deadline").json()["due_at"] == due_at
