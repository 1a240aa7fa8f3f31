"""Deadlines are told in one language, the one asked for, and what is written back as it was read renames nothing."""

from typing import Any

import pytest
from django.utils import translation

from connectors.models import Account
from inbox.deadlines.calendar_names import office_hours_name
from inbox.deadlines.conditions import Conditions
from inbox.models import Calendar, Clock, DeadlinePolicy, Ticket
from tests.api.conftest import ApiClient
from tests.inbox.arrive import arrive, buyer_message
from tests.make import make_calendar, make_policy

pytestmark = pytest.mark.django_db
OPEN = {"zone": "Europe/Paris", "slots": [{"weekday": 1, "from": "09:00", "to": "17:00"}]}
LEVEL_2 = "company:level-2"


@pytest.fixture
def office(account: Account) -> Calendar:
    """The office hours that come with Guichet, on an installation that was set up in English; a policy counts by it."""
    with translation.override("en"):
        calendar = make_calendar(OPEN, name=office_hours_name())
    make_policy(Clock.COMPANY, {"first_minutes": 60, "next_minutes": 60}, calendar=calendar)
    return calendar


def test_the_why_list_is_of_one_language(as_agent: ApiClient, account: Account, office: Calendar) -> None:
    arrive(account, buyer_message("m1"))
    path = f"/tickets/{Ticket.objects.get().pk}/deadline"

    for language, called, sentence in (
        ("fr", "Heures de bureau (France)", "Règle\xa0: "),
        ("en", "Office hours (France)", "Policy: "),
    ):
        clock = next(one for one in as_agent.asking_in(language).get(path).json()["clocks"] if one["calendar"])
        assert clock["calendar"]["name"] == called
        assert clock["why"][0].startswith(sentence)
        assert called in clock["why"][0]


def test_a_preview_and_the_calendar_it_counts_by_are_of_one_language(as_agent: ApiClient, office: Calendar) -> None:
    asked = {"start": "2026-11-13T16:00:00Z", "minutes": 60, "calendar_id": office.pk}
    for language, called, due in (("fr", "Heures", "Échéance"), ("en", "Office hours", "Due")):
        reader = as_agent.asking_in(language)
        assert reader.post("/deadline-preview", asked).json()["why"][-1]["text"].startswith(due)
        assert reader.get(f"/calendars/{office.pk}").json()["name"].startswith(called)
        assert reader.get("/calendars").json()["items"][0]["name"].startswith(called)


def test_a_ready_made_calendar_written_back_as_it_was_read_keeps_its_name(as_lead: ApiClient, office: Calendar) -> None:
    path = f"/calendars/{office.pk}"
    read = as_lead.asking_in("fr").get(path).json()

    written = as_lead.asking_in("fr").put(path, {name: read[name] for name in ("name", "zone", "slots")})

    assert (written.status_code, written.json()["version"]) == (200, 1)
    assert as_lead.asking_in("en").get(path).json()["name"] == "Office hours (France)"
    office.refresh_from_db()
    assert office.name == "Office hours (France)"


def test_a_ready_made_calendar_that_the_shop_names_is_called_so_by_everybody(
    as_lead: ApiClient, office: Calendar
) -> None:
    as_lead.patch(f"/calendars/{office.pk}", {"name": "Atelier"})
    assert {_name(as_lead, language, f"/calendars/{office.pk}") for language in ("fr", "en")} == {"Atelier"}


def test_a_ready_made_policy_written_back_as_it_was_read_keeps_its_name(as_lead: ApiClient, account: Account) -> None:
    path = f"/deadline-policies/{DeadlinePolicy.objects.get(ready_made=LEVEL_2).pk}"
    read = as_lead.asking_in("fr").get(path).json()
    assert read["name"].startswith("Niveau 2")

    written = as_lead.patch(path, {name: read[name] for name in ("name", "conditions", "targets")}).json()

    assert (written["version"], Conditions.from_spec(written["conditions"])) == (1, Conditions(levels=frozenset({2})))
    assert _name(as_lead, "en", path).startswith("Level 2")
    as_lead.patch(path, {"name": "Experts"})
    assert {_name(as_lead, language, path) for language in ("fr", "en")} == {"Experts"}


def _name(client: ApiClient, language: str, path: str) -> Any:
    return client.asking_in(language).get(path).json()["name"]
