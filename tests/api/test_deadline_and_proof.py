"""Why a ticket is due when it is, and the proof of what happened, for programs."""

import hashlib
import html
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from connectors.models import Account
from inbox.holiday import mode
from inbox.models import Calendar, CalendarVersion, Clock, DeadlinePolicy, PolicyVersion, Status, Ticket, User
from inbox.proof.sealing import seal_log
from inbox.tickets import snooze, topics, triage
from tests.api.conftest import ApiClient
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import HOUR, NINE, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def arrived(account: Account) -> Ticket:
    """A question, answered two hours too late on the marketplace's own site."""
    arrive(account, buyer_message("m1"))
    arrive(account, shop_message("m2", at=NINE + 26 * HOUR), now=NINE + 27 * HOUR)
    return Ticket.objects.get()


def working_hours() -> PolicyVersion:
    """The company's: eight working hours, from nine to five in Paris."""
    calendar = Calendar.objects.create(name="Shop")
    slots = [{"weekday": day, "from": "09:00", "to": "17:00"} for day in range(1, 6)]
    CalendarVersion.objects.create(
        calendar=calendar, number=1, spec={"zone": "Europe/Paris", "slots": slots}, made_at=NINE
    )
    policy = DeadlinePolicy.objects.create(clock=Clock.COMPANY, position=0, name="Shop hours")
    return PolicyVersion.objects.create(
        policy=policy, number=3, targets={"first_minutes": 480}, calendar=calendar, made_at=NINE
    )


def test_both_clocks_are_explained_and_the_sooner_one_rules(account: Account, as_agent: ApiClient) -> None:
    working_hours()
    arrive(account, buyer_message("m1"))
    told = as_agent.get(f"/tickets/{Ticket.objects.get().pk}/deadline").json()
    company, marketplace = sorted(told["clocks"], key=lambda clock: clock["clock"])
    assert (company["kind"], company["version"], company["policy"]["name"]) == ("first", 3, "Shop hours")
    assert (company["calendar"]["name"], company["calendar"]["version"]) == ("Shop", 1)
    assert company["due_at"] == "2026-11-17T09:00:00Z"
    assert marketplace["due_at"] == "2026-11-17T09:00:00Z"
    assert (told["due_at"], told["rules"]) == ("2026-11-17T09:00:00Z", told["clocks"][0]["clock"])
    assert any("working time" in line for line in company["why"])
    assert any("7 h" in line and "10:00" in line for line in company["why"])
    assert marketplace["why"][0] == "Policy: eBay, version 1 · around the clock."


def test_a_pause_is_among_the_steps(account: Account, as_agent: ApiClient, agent: User) -> None:
    working_hours()
    now = timezone.now()
    arrive(account, buyer_message("m1", at=now - HOUR), now=now)
    ticket = Ticket.objects.get()
    snooze.snooze(ticket, now + 2 * HOUR, by=agent, now=now)
    told = as_agent.get(f"/tickets/{ticket.pk}/deadline").json()
    (company,) = [clock for clock in told["clocks"] if clock["clock"] == "company"]
    assert any("paused (snoozed)" in line for line in company["why"])


def test_holiday_mode_is_among_the_steps(account: Account, as_agent: ApiClient, lead: User) -> None:
    working_hours()
    arrive(account, buyer_message("m1"))
    mode.begin(NINE + HOUR, NINE + 26 * HOUR, accounts=[], by=lead, now=NINE)
    told = as_agent.get(f"/tickets/{Ticket.objects.get().pk}/deadline").json()
    (company,) = [clock for clock in told["clocks"] if clock["clock"] == "company"]
    assert any("paused (holiday mode)" in line for line in company["why"])
    assert not any("paused" in line for line in told["clocks"][0]["why"])


def test_waiting_for_the_buyer_is_among_the_steps_until_it_is_over(
    account: Account, as_agent: ApiClient, agent: User
) -> None:
    working_hours()
    arrive(account, buyer_message("m1"))
    ticket = Ticket.objects.get()
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=NINE + HOUR)
    (company,) = [one for one in explained_clocks(as_agent, ticket) if one["clock"] == "company"]
    assert company["due_at"] is None
    assert any("paused (waiting for the buyer), nothing is counted" in line for line in company["why"])
    triage.set_status(ticket, status=Status.OPEN, by=agent, now=NINE + 2 * HOUR)
    (company,) = [one for one in explained_clocks(as_agent, ticket) if one["clock"] == "company"]
    assert company["due_at"] == "2026-11-17T10:00:00Z"
    assert any("paused (waiting for the buyer), not counted" in line for line in company["why"])


def explained_clocks(client: ApiClient, ticket: Ticket) -> list[dict[str, Any]]:
    clocks: list[dict[str, Any]] = client.get(f"/tickets/{ticket.pk}/deadline").json()["clocks"]
    return clocks


@pytest.mark.parametrize(
    ("marketplace", "words"),
    [
        ("ebay", "Whether eBay counts an acknowledgement is not known, so it does not stop this clock."),
        ("amazon", "An acknowledgement stops this clock: Amazon counts any answer."),
    ],
)
def test_of_level_two_it_says_whether_an_acknowledgement_counts(
    as_agent: ApiClient, agent: User, marketplace: str, words: str
) -> None:
    working_hours()
    arrive(make_account(marketplace=marketplace), buyer_message("m1"))
    ticket = Ticket.objects.get()
    assert not any(words in one["why"] for one in explained_clocks(as_agent, ticket))
    topics.set_level(ticket, level=2, by=agent, now=NINE)
    said = {one["kind"]: one["why"][-1] for one in explained_clocks(as_agent, ticket)}
    assert said["answer"] == words
    assert said["first"] == "An acknowledgement does not stop this clock."


def test_the_page_says_the_same_as_the_api(account: Account, as_agent: ApiClient, agent: User, client: Client) -> None:
    working_hours()
    arrive(account, buyer_message("m1"))
    ticket = Ticket.objects.get()
    snooze.snooze(ticket, NINE + 3 * HOUR, by=agent, now=NINE + HOUR)
    client.force_login(agent)
    page = html.unescape(client.get(f"/tickets/{ticket.pk}/why/", headers={"Accept-Language": "en"}).content.decode())
    lines = [line for one in explained_clocks(as_agent, ticket) for line in one["why"]]
    assert len(lines) > 6
    assert [line for line in lines if line not in page] == []


def test_a_ticket_without_deadline_says_so(as_agent: ApiClient, ticket: Ticket) -> None:
    assert as_agent.get(f"/tickets/{ticket.pk}/deadline").json() == {"due_at": None, "clocks": [], "rules": None}


def test_its_json_can_be_verified_by_anybody(account: Account, as_agent: ApiClient) -> None:
    answered = arrived(account)
    seal_log(NINE + 28 * HOUR)
    told = as_agent.get(f"/tickets/{answered.pk}/proof").json()
    assert told["verdict"]["holds"]
    assert told["messages"][0]["text"] is None
    previous = "00" * 32
    for entry in told["log"]:
        seal = entry["seal"]
        content = digest(bytes.fromhex(seal["salt"]) + compact([entry["before"], entry["after"]]))
        at = entry["at"] if "." in entry["at"] else entry["at"].replace("Z", ".000000Z")
        link = [previous, seal["number"], told["ticket"], entry["id"], at, entry["kind"]]
        assert seal["content"] == content
        assert seal["previous"] == previous
        assert seal["digest"] == digest(compact([*link, entry["user_id"], entry["message_id"], content]))
        previous = seal["digest"]
    assert told["verdict"]["head"] == previous
    assert (
        as_agent.get(f"/tickets/{answered.pk}/proof", texts="true").json()["messages"][0]["text"].startswith("Bonjour")
    )


def compact(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


def digest(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
