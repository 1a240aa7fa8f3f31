"""The pages of alerts: the list, and how a person is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from inbox.alerts.occasions import notify_mentioned
from inbox.models import Alert, AlertKind, AlertWishes, PushDevice, Ticket, User
from inbox.people.zones import zone_of
from inbox.tickets import triage
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(first_name="Inès", last_name="Fabre")


def test_who_is_given_a_ticket_sees_it_at_the_bell_and_on_the_page(
    as_agent: Client, agent: User, colleague: User, ticket: Ticket
) -> None:
    triage.assign(ticket, to=agent, by=colleague, now=timezone.now())
    page = as_agent.get("/alerts/", headers={"Accept-Language": "en"}).content.decode()
    assert "Inès Fabre gave you this ticket" in page
    assert f"#{ticket.pk}" in page
    assert ticket.buyer_name not in page
    agent.refresh_from_db()
    assert agent.unread_alerts == 1


@pytest.mark.parametrize("kind", [kind for kind in AlertKind if kind not in (AlertKind.WARNING, AlertKind.LATE)])
def test_the_page_shows_every_kind_of_alert(as_agent: Client, agent: User, ticket: Ticket, kind: AlertKind) -> None:
    note = "survey::2" if kind == AlertKind.DISCONTENT else "Late orders"
    Alert.objects.create(user=agent, kind=kind, at=timezone.now(), ticket=ticket, note=note)
    page = as_agent.get("/alerts/")
    assert page.status_code == 200
    assert f"/tickets/{ticket.pk}/" in page.content.decode()


def test_nobody_is_told_of_what_he_did_himself(agent: User, ticket: Ticket) -> None:
    triage.assign(ticket, to=agent, by=agent, now=timezone.now())
    assert not Alert.objects.exists()


def test_alerts_are_read_one_by_one_or_all_and_only_ones_own(
    as_agent: Client, agent: User, colleague: User, ticket: Ticket
) -> None:
    notify_mentioned(ticket, [agent, colleague], by=make_user(), now=timezone.now())
    notify_mentioned(ticket, [agent], by=colleague, now=timezone.now())
    first, second = Alert.objects.filter(user=agent).order_by("id")
    his = Alert.objects.get(user=colleague)
    as_agent.post("/alerts/read/", {"alert": his.pk})
    as_agent.post("/alerts/read/", {"alert": first.pk})
    agent.refresh_from_db()
    colleague.refresh_from_db()
    assert (agent.unread_alerts, colleague.unread_alerts) == (1, 1)
    as_agent.post("/alerts/read/")
    agent.refresh_from_db()
    second.refresh_from_db()
    assert agent.unread_alerts == 0
    assert second.read_at is not None


def test_the_list_costs_the_same_however_long_it_is(
    as_agent: Client,
    agent: User,
    colleague: User,
    ticket: Ticket,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(30):
        notify_mentioned(ticket, [agent], by=colleague, now=timezone.now())
    as_agent.get("/alerts/")
    with django_assert_max_num_queries(8):
        as_agent.get("/alerts/")


def test_wishes_are_kept(as_agent: Client, agent: User) -> None:
    today = timezone.localdate(timezone=zone_of(agent))
    given = {"by_mail": ["near"], "quiet_from": "22:30", "quiet_until": "06:00", "away_until": today.isoformat()}
    assert as_agent.post("/alerts/ways/", given).status_code == 302
    wishes = AlertWishes.objects.get(user=agent)
    assert (wishes.by_mail, wishes.by_push, wishes.for_team) == (["near"], [], False)
    assert wishes.away_until is not None
    assert wishes.away_until.astimezone(zone_of(agent)).date() == today + timedelta(days=1)
    page = as_agent.get("/alerts/ways/").content.decode()
    assert 'value="22:30"' in page
    assert f'value="{today.isoformat()}"' in page


def test_quiet_hours_without_an_end_are_refused(as_agent: Client) -> None:
    answer = as_agent.post("/alerts/ways/", {"quiet_from": "22:30"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "Quiet hours need a beginning and an end." in answer.content.decode()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://push.example.org:8443/x",
        "https://2130706433/x",
        "https://127.1/x",
        "https://me@push.example.org/x",
        "https://localhost/x",
    ],
)
def test_a_device_whose_address_is_no_push_services_is_refused(as_agent: Client, endpoint: str) -> None:
    answer = as_agent.post("/alerts/devices/", {"endpoint": endpoint, "p256dh": "p", "auth": "a"})
    assert answer.status_code == 422
    assert not PushDevice.objects.exists()


def test_a_device_is_added_and_removed_by_its_owner_only(as_agent: Client, agent: User, colleague: User) -> None:
    given = {"endpoint": "https://push.example.org/abc", "p256dh": "p", "auth": "a"}
    assert as_agent.post("/alerts/devices/", given).status_code == 204
    assert as_agent.post("/alerts/devices/", given).status_code == 204
    device = PushDevice.objects.get(user=agent)
    other = PushDevice.objects.create(
        user=colleague, endpoint="https://push.example.org/o", p256dh="p", auth="a", added_at=timezone.now()
    )
    as_agent.post(f"/alerts/devices/{other.pk}/remove/")
    as_agent.post(f"/alerts/devices/{device.pk}/remove/")
    assert [one.pk for one in PushDevice.objects.all()] == [other.pk]
