"""The pages of figures take some dozens of queries, however much has been written."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox.models import Ticket, User
from kpis.models import FigureProgress
from kpis.rollup.ticking import follow
from tests.kpis.make import make_wait
from tests.make import DAY, HOUR, make_account, make_claim, make_feedback, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db
BUDGET = 60


@pytest.fixture
def rolled_up(account: Account, settings: object) -> None:
    settings.SHOP_ZONE = "Europe/Paris"  # type: ignore[attr-defined]
    _write(account, days=40)
    _write(make_account(name="Second shop"), days=400)
    follow(timezone.now)
    assert not FigureProgress.objects.filter(ready=False).exists()


def _write(account: Account, *, days: int) -> None:
    now = timezone.now()
    person = make_user()
    for topic in ("refund", "delivery", ""):
        at = now - timedelta(days=days)
        ticket: Ticket = make_ticket(account=account, topic=topic, assignee=person, created_at=at, item_id=topic)
        make_message(ticket, written_at=at)
        answer = make_message(ticket, direction="out", user=person, attempted_at=at, written_at=at + HOUR)
        make_wait(ticket, at, answered=HOUR, answered_by=answer, due_at=at + DAY)
        make_wait(ticket, now - HOUR)
        make_claim(ticket, opened_at=at, reason=topic)
        make_feedback(account=account, ticket=ticket, written_at=at, rating=5)


@pytest.mark.parametrize("days", [30, 730])
def test_the_dashboard_keeps_to_its_budget(
    client: Client, owner: User, rolled_up: None, django_assert_max_num_queries: DjangoAssertNumQueries, days: int
) -> None:
    client.force_login(owner)
    since = timezone.now().date() - timedelta(days=days)
    until = timezone.now().date() + DAY
    with django_assert_max_num_queries(BUDGET):
        answer = client.get(reverse("dashboard"), {"since": since.isoformat(), "until": until.isoformat()})
    assert answer.status_code == 200


def test_a_page_reads_of_a_group_only_what_it_shows_of_it(client: Client, owner: User, rolled_up: None) -> None:
    client.force_login(owner)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("dashboard"))
    by_topic = [query["sql"] for query in asked if "r.dimension = 'topic'" in query["sql"]]
    assert len(by_topic) == 1
    assert "'{exchanges_per_ticket,contacts}'" in by_topic[0]
