"""Work on many tickets from the list: choose, look first, start, follow, undo."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from connectors.models import Account
from inbox.many import jobs, working
from inbox.many.actions import action_called
from inbox.many.planning import plan
from inbox.models import BulkJob, Ticket, User
from tests.make import make_ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def tickets(account: Account) -> list[Ticket]:
    return [make_ticket(account=account) for _ in range(3)]


@pytest.fixture
def as_agent(agent: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(agent)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_each_row_can_be_chosen_and_the_actions_stand_above_the_list(as_agent: Client, tickets: list[Ticket]) -> None:
    page = text(as_agent.get("/?view=open"))
    assert all(f'name="ids" value="{ticket.pk}" form="many-bar"' in page for ticket in tickets)
    assert 'name="action" value="assign"' in page


def test_an_action_asks_what_it_needs_shows_its_plan_runs_and_is_undone(
    as_agent: Client, agent: User, tickets: list[Ticket]
) -> None:
    chosen = {"ids": [ticket.pk for ticket in tickets[:2]], "action": "assign"}
    Ticket.objects.filter(pk=tickets[0].pk).update(assignee=agent)

    assert 'name="agent"' in text(as_agent.post("/many/", chosen, headers=HTMX))
    planned = text(as_agent.post("/many/", {**chosen, "go": "1", "agent": agent.pk}, headers=HTMX))
    assert "2 tickets, 1 of them will be left alone" in planned
    assert "1 ticket will be changed" in planned
    assert '1 ticket stays as it is<span class="quiet"> It is so already.</span>' in planned
    assert all(f'href="/tickets/{ticket.pk}/" target="_blank"' in planned for ticket in tickets[:2])
    assert f'href="/tickets/{tickets[2].pk}/"' not in planned

    job = BulkJob.objects.get()
    assert "0 of 2" not in text(as_agent.get(f"/many/{job.pk}/", headers=HTMX))
    assert 'hx-trigger="every 1s"' in text(as_agent.post(f"/many/{job.pk}/start/", headers=HTMX))
    while working.work_batch(job.pk, timezone.now()):
        pass
    ended = text(as_agent.get(f"/many/{job.pk}/", headers=HTMX))
    assert "1 ticket done, 1 left alone" in ended
    assert "1 ticket changed" in ended
    assert "every 1s" not in ended

    as_agent.post(f"/many/{job.pk}/undo/", headers=HTMX)
    while working.work_batch(job.pk, timezone.now()):
        pass
    assert list(Ticket.objects.filter(assignee=agent)) == [tickets[0]]
    assert "1 ticket undone" in text(as_agent.get("/many/"))


def test_all_that_match_is_more_than_the_page_shows(as_agent: Client, tickets: list[Ticket]) -> None:
    Ticket.objects.filter(pk=tickets[0].pk).update(tags=["vip"])
    answer = as_agent.post("/many/", {"all": "1", "list": "view=open&tag=vip", "action": "solve"}, headers=HTMX)
    assert "1 ticket" in text(answer)
    assert BulkJob.objects.get().changes.get().ticket == tickets[0]


@pytest.mark.parametrize(
    "given", [{"action": "solve"}, {"action": "dance", "ids": ["1"]}, {"action": "solve", "ids": ["x", "9" * 30]}]
)
def test_what_cannot_be_meant_is_said(as_agent: Client, given: Any) -> None:
    answer = as_agent.post("/many/", given, headers=HTMX)
    assert answer.status_code == 422
    assert "Nothing was changed." in text(answer)


def test_without_scripts_it_works_as_pages(as_agent: Client, tickets: list[Ticket]) -> None:
    page = as_agent.post("/many/", {"action": "level", "ids": [tickets[0].pk], "go": "1", "level": "2"})
    assert "Do it" in text(as_agent.get(page["Location"]))
    started = as_agent.post(f"/many/{BulkJob.objects.get().pk}/start/")
    assert started["Location"] == f"/many/{BulkJob.objects.get().pk}/"


def test_in_french_one_ticket_and_several_are_told_in_their_number(
    as_agent: Client, agent: User, account: Account
) -> None:
    def told(number: int) -> str:
        made = [make_ticket(account=account) for _ in range(number)]
        action = action_called("solve")
        job = plan(action, {}, [ticket.pk for ticket in made], by=agent, now=timezone.now())
        jobs.start(job)
        while working.work_batch(job.pk, timezone.now()):
            pass
        return text(as_agent.get(f"/many/{job.pk}/", headers=HTMX | {"Accept-Language": "fr"}))

    assert "1 ticket traité" in told(1)
    assert "3 tickets traités" in told(3)
