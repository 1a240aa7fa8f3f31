"""Real workers over a real database: one is killed in the middle of its work, several do the same work at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from random import Random

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from connectors.models import Account
from inbox.models import ResponseCycle, Ticket
from kpis.models import FigureProgress, FigureRow, Mark
from kpis.rollup.ticking import follow
from launcher.project import ROOT
from tests.kpis.conftest import PARIS
from tests.kpis.make import make_wait
from tests.make import DAY, HOUR, make_account, make_claim, make_message, make_ticket

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def history() -> list[Ticket]:
    """Three shops of the last forty days, rolled up; the others of pytest's own database."""
    now = timezone.now()
    tickets = []
    for account in [make_account(name=f"Shop {number}") for number in range(3)]:
        for number in range(12):
            at = now - number * 3 * DAY - 2 * HOUR
            ticket = make_ticket(account=account, topic="delivery", created_at=at)
            make_message(ticket, written_at=at)
            make_wait(ticket, at, answered=HOUR, due_at=at + DAY)
            tickets.append(ticket)
    follow(timezone.now)
    assert not FigureProgress.objects.filter(ready=False).exists()
    return tickets


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(history: list[Ticket]) -> None:
    before = _rows()
    Ticket.objects.filter(pk__in=[one.pk for one in history]).update(topic="refund")
    marks = Mark.objects.count()
    with _row_held(figure="messages"), _worker(seconds=60) as worker:
        _until(_somebody_waits)
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=30)
    _until(lambda: Mark.objects.count() >= marks)
    assert _rows() == before
    follow(timezone.now)
    assert not Mark.objects.exists()
    by_topic = FigureRow.objects.filter(figure="response_time", dimension="topic", grain="d")
    assert {row.label for row in by_topic} == {"refund"}
    assert sum(row.cases for row in by_topic) == len(history)
    _check()


def test_workers_at_once_give_the_same_rollup_while_things_happen(history: list[Ticket]) -> None:
    random = Random(11)  # noqa: S311
    with _worker(seconds=12) as first, _worker(seconds=12) as second, _worker(seconds=12) as third:
        workers = (first, second, third)
        while any(worker.poll() is None for worker in workers):
            _something_happens(history, random)
            time.sleep(0.02)
        assert [worker.returncode for worker in workers] == [0, 0, 0]
    follow(timezone.now)
    assert not Mark.objects.exists()
    assert _added_up("response_time") == ResponseCycle.objects.exclude(answered_at=None).count()
    assert _added_up("contacts") == Ticket.objects.count()
    _check()


def _something_happens(tickets: list[Ticket], random: Random) -> None:
    """A buyer writes, somebody answers, a ticket turns to another topic, a claim comes late, a wait is taken back."""
    ticket, at = random.choice(tickets), timezone.now() - random.randrange(30) * DAY
    match random.randrange(5):
        case 0:
            make_message(ticket, written_at=at)
            make_wait(ticket, at, answered=timedelta(minutes=random.randrange(1, 3000)))
        case 1:
            Ticket.objects.filter(pk=ticket.pk).update(topic=random.choice(["", "refund", "delivery"]))
        case 2:
            make_claim(ticket, opened_at=at)
        case 3:
            ResponseCycle.objects.filter(ticket=ticket).order_by("-pk")[:1].get().delete()
            make_wait(ticket, at, answered=HOUR)
        case _:
            account = Account.objects.order_by("?")[0]
            tickets.append(make_ticket(account=account, created_at=at))
            make_wait(tickets[-1], at, answered=HOUR)


@contextmanager
def _worker(*, seconds: int) -> Iterator[subprocess.Popen[str]]:
    """At work when it is given."""
    env = {**os.environ, "DATABASE_URL": _url(), "GUICHET_ZONE": PARIS}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kpis.worker", str(seconds)], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as worker:
        try:
            assert worker.stdout
            assert worker.stdout.readline() == "at work\n"
            yield worker
        finally:
            worker.kill()


@contextmanager
def _row_held(*, figure: str) -> Iterator[None]:
    """Whoever makes this figure's rows anew has to wait: in the middle of what he does."""
    with psycopg.connect(_url()) as other:
        other.execute("SELECT id FROM kpis_figurerow WHERE figure = %s FOR UPDATE", [figure])
        yield


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s",
            ["%DELETE FROM kpis_figurerow%"],
        )
        return cursor.fetchone() is not None


def _until(so: Callable[[], bool]) -> None:
    for _ in range(900):
        if so():
            return
        time.sleep(0.1)
    pytest.fail("it never came to that")


def _rows() -> set[tuple[object, ...]]:
    return set(
        FigureRow.objects.values_list("figure", "dimension", "grain", "day", "account", "label", "part", "cases")
    )


def _added_up(figure: str) -> int:
    rows = FigureRow.objects.filter(figure=figure, dimension="all", grain="d")
    return sum(rows.values_list("cases", flat=True))


def _check() -> None:
    said = StringIO()
    try:
        call_command("recompute_figures", "--check", stdout=said)
    except CommandError:
        pytest.fail(said.getvalue())


def _url() -> str:
    database = settings.DATABASES["default"]
    return f"postgres://{database['USER']}@/{connection.settings_dict['NAME']}?host={database['HOST']}"
