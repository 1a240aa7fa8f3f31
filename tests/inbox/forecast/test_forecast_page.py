"""The forecast's page: for leads, from what the database holds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inbox.forecast.reading import history, waiting_now
from inbox.models import ResponseCycle, Ticket, User
from tests.make import DAY, HOUR, make_message, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(ticket: Ticket, agent: User) -> None:
    """Three weeks in which a question came every day, and was answered an hour later."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for number in range(1, 22):
        at = now - number * DAY
        reply = make_message(ticket, direction="out", user=agent, written_at=at + HOUR)
        ResponseCycle.objects.create(
            ticket=ticket,
            number=number,
            opened_at=at,
            due_at=at + DAY,
            company_due_at=at + 8 * HOUR,
            answered_at=at + HOUR,
            answered_by=reply,
            ended_at=at + HOUR,
            end_reason="answered",
        )


def test_the_past_is_counted_by_the_hour(past: None) -> None:
    known = history(timezone.now())
    assert (sum(known.arrivals.values()), sum(known.answers.values()), sum(known.agents.values())) == (21, 21, 21)
    assert known.window == 8 * HOUR
    assert known.end - known.start == 21 * DAY


def test_a_lead_sees_which_tickets_of_now_will_be_late(past: None, lead: User, client: Client) -> None:
    now = timezone.now()
    for minute in range(30):
        due_at = now + timedelta(minutes=60 + minute)
        make_ticket(buyer_name=f"buyer-{minute:02}", needs_reply=True, reply_due_at=due_at)
    assert len(waiting_now()) == 30
    client.force_login(lead)
    page = client.get("/forecast/").content.decode()
    assert "buyer-29" in page
    assert "<svg" in page


def test_without_history_it_says_so(lead: User, client: Client) -> None:
    client.force_login(lead)
    page = client.get("/forecast/", headers={"accept-language": "en"}).content.decode()
    assert "not enough history" in page


def test_agents_have_no_forecast(agent: User, client: Client) -> None:
    client.force_login(agent)
    assert client.get("/forecast/").status_code == 403
