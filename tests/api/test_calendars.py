"""Working calendars over the API."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from connectors.facts import WorkingDays
from connectors.models import Account
from inbox.deadlines.ready_made import working_days_spec
from inbox.models import Calendar, CalendarVersion, Clock, DeadlinePolicy, PolicyVersion, Ticket
from tests.api.conftest import ApiClient
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WHOLE = {
    "name": "Paris",
    "zone": "Europe/Paris",
    "slots": [
        {"weekday": 1, "from": "09:00", "to": "12:30"},
        {"weekday": 1, "from": "14:00", "to": "18:00"},
        {"weekday": 7, "from": "22:00", "to": "06:00"},
    ],
    "holidays": {"country": "FR", "region": "57"},
    "added": ["2026-12-28"],
    "not_observed": ["2026-05-25"],
    "closures": [{"from": "2026-08-03", "to": "2026-08-21"}],
    "half_days": [{"date": "2026-12-24", "until": "12:00"}],
}
SHORT = {"name": "Office", "zone": "UTC", "slots": [{"weekday": 1, "from": "09:00", "to": "17:00"}]}


def test_a_calendar_is_read_as_it_was_written(as_lead: ApiClient, as_agent: ApiClient) -> None:
    made = as_lead.post("/calendars", WHOLE)

    assert made.status_code == 201
    read = as_agent.get(f"/calendars/{made.json()['id']}").json()
    assert {name: read[name] for name in WHOLE} == WHOLE
    assert read["version"] == 1


def test_what_is_left_out_of_a_new_calendar_is_empty(as_lead: ApiClient) -> None:
    made = as_lead.post("/calendars", SHORT).json()

    assert made["holidays"] is None
    assert [made[name] for name in ("added", "not_observed", "closures", "half_days")] == [[], [], [], []]


def test_the_list_has_them_by_name(as_lead: ApiClient) -> None:
    as_lead.post("/calendars", WHOLE)
    as_lead.post("/calendars", SHORT)

    assert [item["name"] for item in as_lead.get("/calendars").json()["items"]] == ["Office", "Paris"]


def test_a_calendar_that_came_with_a_marketplace_is_read_like_any_other(as_agent: ApiClient) -> None:
    days = WorkingDays("FR", zone="Europe/Paris")
    calendar = Calendar.objects.create(name="Working days")
    CalendarVersion.objects.create(calendar=calendar, number=1, spec=working_days_spec(days), made_at=NINE)

    read = next(item for item in as_agent.get("/calendars").json()["items"] if item["id"] == calendar.pk)
    assert (len(read["slots"]), read["holidays"]["country"], read["closures"]) == (5, "FR", [])


def test_agents_read_and_do_not_write(as_lead: ApiClient, as_agent: ApiClient) -> None:
    made = as_lead.post("/calendars", SHORT).json()

    assert as_agent.get("/calendars").status_code == 200
    assert as_agent.post("/calendars", WHOLE).status_code == 403
    assert as_agent.patch(f"/calendars/{made['id']}", {"name": "Mine"}).status_code == 403
    assert as_agent.put(f"/calendars/{made['id']}", WHOLE).status_code == 403
    assert as_agent.delete(f"/calendars/{made['id']}").status_code == 403


def test_a_change_is_a_new_version_and_the_old_one_stays_readable(as_lead: ApiClient) -> None:
    path = f"/calendars/{as_lead.post('/calendars', SHORT).json()['id']}"
    longer = [{"weekday": 1, "from": "09:00", "to": "18:00"}]

    changed = as_lead.patch(path, {"slots": longer}).json()

    assert (changed["version"], changed["slots"], changed["name"]) == (2, longer, "Office")
    assert as_lead.get(path, version=1).json()["slots"] == SHORT["slots"]
    assert as_lead.get(path, version=3).status_code == 404


def test_saying_the_whole_anew_empties_what_is_left_out(as_lead: ApiClient) -> None:
    path = f"/calendars/{as_lead.post('/calendars', WHOLE).json()['id']}"

    changed = as_lead.put(path, {**SHORT, "name": "Paris"}).json()

    assert (changed["version"], changed["holidays"], changed["closures"]) == (2, None, [])


def test_the_same_rules_or_another_name_make_no_new_version(as_lead: ApiClient) -> None:
    path = f"/calendars/{as_lead.post('/calendars', WHOLE).json()['id']}"

    changed = as_lead.put(path, {**WHOLE, "name": "Lyon"}).json()

    assert (changed["version"], changed["name"]) == (1, "Lyon")
    assert CalendarVersion.objects.count() == 1


def test_holidays_can_be_taken_out(as_lead: ApiClient) -> None:
    path = f"/calendars/{as_lead.post('/calendars', WHOLE).json()['id']}"

    assert as_lead.patch(path, {"holidays": None}).json()["holidays"] is None


def test_a_removed_calendar_leaves_the_list_and_frees_its_name(as_lead: ApiClient) -> None:
    made = as_lead.post("/calendars", SHORT).json()

    assert as_lead.delete(f"/calendars/{made['id']}").status_code == 204

    assert as_lead.get("/calendars").json()["items"] == []
    assert as_lead.get(f"/calendars/{made['id']}").status_code == 200
    assert as_lead.patch(f"/calendars/{made['id']}", {"name": "Again"}).status_code == 404
    assert as_lead.post("/calendars", SHORT).status_code == 201


def test_a_calendar_that_a_policy_counts_by_stays(as_lead: ApiClient) -> None:
    made = as_lead.post("/calendars", SHORT).json()
    policy = DeadlinePolicy.objects.create(clock=Clock.COMPANY, position=1, name="Quick ones")
    PolicyVersion.objects.create(policy=policy, number=1, calendar_id=made["id"], made_at=NINE)

    answer = as_lead.delete(f"/calendars/{made['id']}")

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:guichet:calendar-in-use")
    assert as_lead.get(f"/calendars/{made['id']}").json()["used_by"] == ["Quick ones"]
    assert as_lead.get("/calendars").json()["items"][0]["used_by"] == ["Quick ones"]


ALL_WEEK = [{"weekday": day, "from": "00:00", "to": "24:00"} for day in range(1, 8)]
AROUND = {**SHORT, "slots": ALL_WEEK}


@pytest.mark.parametrize("way", ["put", "patch"])
def test_what_other_hours_would_do_is_said_and_nothing_is_kept(way: str, as_lead: ApiClient, account: Account) -> None:
    path = f"/calendars/{as_lead.post('/calendars', AROUND).json()['id']}"
    policy = {"clock": "company", "name": "Hours", "calendar_id": int(path.split("/")[-1])}
    as_lead.post("/deadline-policies", {**policy, "targets": {"first_minutes": 120, "next_minutes": 120}})
    at = timezone.now() - HOUR
    arrive(account, buyer_message("m1", at=at), now=at)
    ticket = Ticket.objects.get()
    other = {**AROUND, "slots": [{"weekday": (at + 3 * DAY).isoweekday(), "from": "09:00", "to": "17:00"}]}

    told = getattr(as_lead, way)(f"{path}?preview=true", other).json()

    assert (told["tickets"], told["looked_at"]) == (1, 1)
    (change,) = told["changes"]
    assert (change["ticket_id"], change["clock"]) == (ticket.pk, "company")
    assert datetime.fromisoformat(change["before"]) == at + 2 * HOUR
    assert as_lead.get(path).json()["version"] == 1
    assert Ticket.objects.get().reply_due_at == ticket.reply_due_at
    getattr(as_lead, way)(path, other)
    assert Ticket.objects.get().cycles.get().company_due_at == datetime.fromisoformat(change["after"])


def test_a_new_calendar_changes_no_ticket_and_its_preview_keeps_nothing(as_lead: ApiClient) -> None:
    answer = as_lead.post("/calendars?preview=true", WHOLE)
    assert (answer.status_code, answer.json()["tickets"], answer.json()["changes"]) == (200, 0, [])
    assert not Calendar.objects.exists()


def test_a_preview_refuses_what_keeping_would(as_lead: ApiClient, as_agent: ApiClient) -> None:
    as_lead.post("/calendars", WHOLE)
    other = as_lead.post("/calendars", SHORT).json()
    taken = as_lead.patch(f"/calendars/{other['id']}?preview=true", {"name": "Paris"})
    assert (taken.status_code, taken.json()["errors"][0]["field"]) == (422, "name")
    assert as_lead.post("/calendars?preview=true", WHOLE).status_code == 422
    assert as_lead.put(f"/calendars/{other['id']}?preview=true", {**SHORT, "slots": []}).status_code == 422
    assert as_agent.put(f"/calendars/{other['id']}?preview=true", SHORT).status_code == 403


def test_two_calendars_have_two_names(as_lead: ApiClient) -> None:
    as_lead.post("/calendars", WHOLE)
    other = as_lead.post("/calendars", SHORT).json()

    again, renamed = as_lead.post("/calendars", WHOLE), as_lead.patch(f"/calendars/{other['id']}", {"name": "Paris"})

    assert (again.status_code, renamed.status_code) == (422, 422)
    assert again.json()["errors"] == [
        {"field": "name", "message": "There is a calendar named “Paris” already."},
    ]


MON = {"weekday": 1, "from": "09:00", "to": "17:00"}


@pytest.mark.parametrize(
    ("part", "value", "field", "words"),
    [
        ("slots", [{**MON, "from": "25:00"}], "slots.0.from", "“25:00” is no time of day"),
        ("slots", [], "slots", "never opens"),
        ("zone", "Europe/Lutetia", "zone", "“Europe/Lutetia” is no time zone"),
        ("holidays", {"country": "XX"}, "holidays.country", "“XX” is no country"),
        ("slots", [{"weekday": "1", "from": "09:00", "to": "10:00"}], "slots.0.weekday", "valid integer"),
        ("slots", [{"weekday": True, "from": "09:00", "to": "10:00"}], "slots.0.weekday", "valid integer"),
        ("slots", [{"weekday": 1, "from": "09:00"}], "slots.0.to", "required"),
        ("slots", [{**MON, "lunch": "12:00"}], "slots.0.lunch", "not permitted"),
        ("openings", [], "openings", "not permitted"),
        ("name", "  ", "name", "at least 1"),
        ("name", "a\0b", "name", "cannot be stored"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    as_lead: ApiClient, part: str, value: Any, field: str, words: str
) -> None:
    answer = as_lead.post("/calendars", {**WHOLE, part: value})

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]
    assert not Calendar.objects.exists()


def test_a_change_that_cannot_be_changes_nothing(as_lead: ApiClient) -> None:
    path = f"/calendars/{as_lead.post('/calendars', SHORT).json()['id']}"

    answer = as_lead.patch(path, {"name": "New", "zone": "Nowhere"})

    assert answer.status_code == 422
    assert (as_lead.get(path).json()["name"], as_lead.get(path).json()["version"]) == ("Office", 1)


def test_nothing_is_found_where_nothing_is(as_lead: ApiClient) -> None:
    assert as_lead.get("/calendars/1").status_code == 404
    assert as_lead.put("/calendars/1", SHORT).status_code == 404
    assert as_lead.get("/calendars/99999999999999999999").status_code == 404


def preview(client: ApiClient, calendar_id: int | None, /, **asked: Any) -> Any:
    return client.post("/deadline-preview", {"start": "2026-11-13T16:00:00Z", "calendar_id": calendar_id} | asked)


def test_a_preview_says_when_and_why(as_lead: ApiClient, as_agent: ApiClient) -> None:
    made = as_lead.post("/calendars", {**SHORT, "holidays": {"country": "FR"}}).json()

    answer = preview(as_agent, made["id"], minutes=540, start="2026-05-15T10:00:00+02:00")

    assert answer.json()["due_at"] == "2026-06-01T10:00:00Z"
    assert [(step["code"], step["text"]) for step in answer.json()["why"]] == [
        ("start", "Start: Friday 15 May 2026, 08:00 (UTC). To count: 9 h of working time."),
        ("wait", "Closed then, until Mon 18 May, 09:00."),
        ("work", "Mon 18 May, 09:00 to 17:00: 8 h counted."),
        ("holiday", "Mon 25 May: closed, public holiday (Pentecost Monday)."),
        ("work", "Mon 1 Jun, 09:00 to 10:00: 1 h counted."),
        ("due", "Due: Monday 1 June 2026, 10:00."),
    ]


def test_a_preview_without_a_calendar_is_around_the_clock(as_agent: ApiClient) -> None:
    answer = preview(as_agent, None, minutes=24 * 60)

    assert answer.json()["due_at"] == "2026-11-14T16:00:00Z"
    assert len(answer.json()["why"]) == 2


def test_nothing_to_work_is_due_at_the_start(as_lead: ApiClient) -> None:
    made = as_lead.post("/calendars", SHORT).json()

    assert preview(as_lead, made["id"], minutes=0).json()["due_at"] == "2026-11-13T16:00:00Z"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"minutes": -1}, "minutes"),
        ({"minutes": 10**9}, "minutes"),
        ({"minutes": 1.5}, "minutes"),
        ({"minutes": 1, "start": "2026-11-13T16:00:00"}, "start"),
        ({"minutes": 1, "start": "9999-12-31T23:59:00Z"}, "start"),
        ({"minutes": 1, "start": "0001-01-01T00:00:00Z"}, "start"),
        ({"minutes": 1, "calendar_id": 1}, "calendar_id"),
        ({}, "minutes"),
    ],
)
def test_a_preview_of_what_cannot_be_is_refused(as_agent: ApiClient, asked: dict[str, Any], field: str) -> None:
    answer = preview(as_agent, None, **asked)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_length_that_never_comes_together_is_refused(as_lead: ApiClient) -> None:
    rare = as_lead.post("/calendars", {**SHORT, "slots": [{"weekday": 1, "from": "09:00", "to": "09:01"}]}).json()

    answer = preview(as_lead, rare["id"], minutes=6000)

    assert answer.status_code == 422
    assert "opens too seldom" in answer.json()["detail"]


def test_without_a_token_nothing_is_shown(client: Client) -> None:
    assert client.get("/api/v1/calendars").status_code == 401
    assert client.post("/api/v1/deadline-preview", {}, "application/json").status_code == 401
