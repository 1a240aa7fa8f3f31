"""How many queries work on many tickets takes: what is done in one go asks no more for fifty tickets than for ten."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connectors.models import Account
from inbox.many import jobs, working
from inbox.many.actions import action_called
from inbox.models import BulkJob, ChangeState, Ticket, User
from inbox.tickets.changing import locked, refresh
from tests.inbox.many.test_many import planned
from tests.make import HOUR, NINE, make_buyer, make_message, make_order, make_template, make_ticket

pytestmark = pytest.mark.django_db

IN_ONE_GO = {
    "assign": ({"agent": "him"}, 16, 14),
    "tag": ({"add": "vip"}, 25, 24),
    "solve": ({}, 26, 27),
    "snooze": ({"until": (NINE + 5 * HOUR).isoformat()}, 25, 27),
    "level": ({"level": "2"}, 30, 26),
    "topic": ({"topic": "delivery"}, 27, 24),
    "spam": ({}, 26, 29),
}
"""What is asked for; how many queries a batch takes at most, done and undone."""
EACH_BY_ITSELF = {
    "reply": ({"body": "It is on its way."}, 17, 11),
    "template": ({"template": "tracking"}, 20, 11),
    "merge": ({"into": ""}, 59, 43),
}
"""The same for each ticket: every reply is checked against its own buyer's conversation and written down by itself."""


@pytest.mark.parametrize("name", IN_ONE_GO)
def test_a_batch_of_fifty_takes_as_many_queries_as_one_of_ten(name: str, account: Account, agent: User) -> None:
    given, done, undone = IN_ONE_GO[name]
    given = {key: str(agent.pk) if value == "him" else value for key, value in given.items()}
    few = _queries(planned(name, waiting(account, 10), agent, **given))
    many = _queries(planned(name, waiting(account, 50), agent, **given))

    assert many == few
    assert (many[0] <= done, many[1] <= undone) == (True, True), many


@pytest.mark.parametrize("name", EACH_BY_ITSELF)
def test_what_is_done_ticket_by_ticket_keeps_to_so_many_queries_for_each(
    name: str, account: Account, agent: User
) -> None:
    given, done, undone = EACH_BY_ITSELF[name]
    if name == "template":
        given = {"template": str(make_template("Where", fr="{{ tracking.number }}", en="{{ tracking.number }}").pk)}
    tickets = waiting(account, action_called(name).at_once)

    taken = [number / len(tickets) for number in _queries(planned(name, tickets, agent, **given))]

    assert (taken[0] <= done, taken[1] <= undone) == (True, True), taken


def waiting(account: Account, number: int) -> list[Ticket]:
    """So many tickets of one buyer, each with a question and a parcel."""
    buyer = make_buyer(account=account)
    made: list[Ticket] = []
    for _ in range(number):
        ticket = make_ticket(account=account, buyer=buyer, language="fr", order_id=f"{buyer.pk}-{len(made)}")
        make_order(account=account, external_id=ticket.order_id, channel="", tracking="XA1", shipped_at=NINE)
        make_message(ticket, written_at=NINE - HOUR)
        refresh(locked(ticket), NINE)
        made.append(ticket)
    return made


def _queries(job: BulkJob) -> list[int]:
    """Of one batch done and one undone; all of its tickets are."""
    jobs.start(job)
    return [_batch(job, ChangeState.DONE), *_undone(job)]


def _undone(job: BulkJob) -> Iterator[int]:
    working.work_batch(job.pk, NINE)
    jobs.undo(job, NINE)
    yield _batch(job, ChangeState.UNDONE)


def _batch(job: BulkJob, state: ChangeState) -> int:
    with CaptureQueriesContext(connection) as taken:
        assert working.work_batch(job.pk, NINE)
    assert set(job.changes.exclude(code="stays-itself").values_list("state", "code")) == {(state, "")}
    return len(taken)
