"""The kept numbers of views always equal counted ones, whatever is done to tickets and by how many at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from connectors.models import Account
from inbox.lists.counts import fold_counts, is_kept, kept_counts
from inbox.lists.filters import Filters, LastWord, Left
from inbox.lists.matching import narrowed
from inbox.lists.views import BUILT_IN
from inbox.models import Claim, Status, Ticket, TicketCount, User
from tests.make import DAY, HOUR, NINE, make_account, make_buyer, make_claim, make_ticket, make_user

KEPT = {
    **{name: view.filters for name, view in BUILT_IN.items() if is_kept(view.filters)},
    "french": Filters(language=("fr",)),
    "german and open": Filters(language=("de", "it"), status=("open",), left=Left.TOMORROW),
    "returns": Filters(status=("open", "waiting"), topic=("return",), level=(2,), last=LastWord.BUYER),
    "second shop": Filters(status=("open", "snoozed"), channel=("FRANCE",), kind=("claim",)),
}


def counted(user: User, *, now: datetime) -> dict[str, int]:
    return {
        name: narrowed(Ticket.objects.visible_to(user), filters, user=user, now=now).count()
        for name, filters in KEPT.items()
    }


def due(hours: int) -> datetime:
    return NINE + timedelta(hours=hours, minutes=7 * hours)


COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sampled_from(["open", "waiting", "snoozed", "spam", "merged"]),
    "language": st.sampled_from(["", "fr", "de", "it"]),
    "topic": st.sampled_from(["", "return"]),
    "level": st.sampled_from([None, 1, 2]),
    "kind": st.sampled_from(["message", "claim"]),
    "channel": st.sampled_from(["", "FRANCE"]),
    "last_direction": st.sampled_from(["", "in", "out"]),
    "assignee": st.sampled_from(["nobody", "agent", "other"]),
    "due": st.none() | st.integers(-60, 60),
}
TICKETS = st.fixed_dictionaries(COLUMNS)
STEPS = st.one_of(
    st.tuples(st.just("add"), TICKETS),
    st.tuples(st.just("change"), st.integers(0, 5), st.fixed_dictionaries({}, optional=COLUMNS)),
    st.tuples(st.just("solve"), st.integers(0, 5)),
    st.tuples(st.just("delete"), st.integers(0, 5)),
    st.tuples(st.just("claim"), st.integers(0, 5)),
    st.tuples(st.just("end claims"), st.integers(0, 5)),
    st.tuples(st.just("move claims"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("fold"), st.integers(0, 50)),
    st.tuples(st.just("undone"), st.integers(0, 5)),
)


class Undone(Exception):
    pass


class Desk:
    """Carries out steps on a few tickets."""

    def __init__(self) -> None:
        self.account, self.now = make_account(), NINE
        self.buyer = make_buyer(account=self.account)
        self.people = {"agent": make_user(zone="Europe/Paris"), "other": make_user(), "nobody": None}

    def columns(self, given: dict[str, Any]) -> dict[str, Any]:
        columns = dict(given)
        if "assignee" in columns:
            columns["assignee"] = self.people[columns["assignee"]]
        if "due" in columns:
            hours = columns.pop("due")
            columns |= {"needs_reply": hours is not None, "reply_due_at": None if hours is None else due(hours)}
            columns |= {} if hours is None else {"queue_at": due(hours)}
        return columns

    def some(self, number: int) -> Any:
        """Every sixth ticket: now and then none, one or several."""
        return Ticket.objects.extra(where=["inbox_ticket.id %% 6 = %s"], params=[number])

    def do(self, step: tuple[Any, ...]) -> None:
        match step:
            case ("add", given):
                make_ticket(account=self.account, buyer=self.buyer, **self.columns(given))
            case ("change", number, given) if given:
                self.some(number).update(**self.columns(given))
            case ("solve", number):
                self.some(number).update(status=Status.SOLVED, solved_at=NINE, needs_reply=False, reply_due_at=None)
            case ("delete", number):
                self.some(number).filter(claims=None).delete()
            case ("claim", number):
                for ticket in self.some(number):
                    make_claim(ticket)
            case ("end claims", number):
                Claim.objects.filter(ticket__in=self.some(number)).update(ended_at=NINE)
            case ("move claims", number, other):
                to = self.some(other).first()
                if to:
                    Claim.objects.filter(ticket__in=self.some(number)).update(ticket=to)
            case ("fold", hours):
                self.now += hours * HOUR
                fold_counts(self.now)
            case ("undone", number):
                try:
                    with transaction.atomic():
                        self.some(number).update(status=Status.SPAM)
                        raise Undone
                except Undone:
                    pass


class KeptCountsTest(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=5, max_size=40))
    def test_after_any_steps_every_kept_number_is_the_counted_one(self, steps: list[tuple[Any, ...]]) -> None:
        desk = Desk()
        agent = desk.people["agent"]
        assert agent is not None
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("inbox.lists.counts._TOLERATED", 0)
            for step in steps:
                desk.do(step)

        assert kept_counts(KEPT, agent, now=desk.now) == counted(agent, now=desk.now)
        assert set(Ticket.objects.filter(has_open_claim=True)) == set(
            Ticket.objects.filter(claims__isnull=False, claims__ended_at=None)
        )


@pytest.mark.django_db
def test_the_number_of_today_moves_with_the_clock_alone(agent: User, account: Account) -> None:
    agent.zone = "Europe/Paris"
    make_ticket(account=account, needs_reply=True, reply_due_at=datetime(2026, 11, 16, 23, 15, tzinfo=UTC))
    today = {"today": BUILT_IN["late-today"].filters}

    assert kept_counts(today, agent, now=datetime(2026, 11, 16, 22, 59, tzinfo=UTC)) == {"today": 0}
    assert kept_counts(today, agent, now=datetime(2026, 11, 16, 23, 0, tzinfo=UTC)) == {"today": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Eucla", "America/St_Johns", "Pacific/Chatham"])
def test_where_midnight_is_at_no_full_hour_today_ends_there_all_the_same(account: Account, zone: str) -> None:
    person = make_user(zone=zone)
    for minutes in range(0, 24 * 60, 5):
        make_ticket(account=account, needs_reply=True, reply_due_at=NINE + timedelta(minutes=minutes))
    today = {"today": BUILT_IN["late-today"].filters}

    assert kept_counts(today, person, now=NINE)["today"] == counted(person, now=NINE)["late-today"]


@pytest.mark.django_db
def test_what_is_long_past_is_one_row_after_folding(account: Account, agent: User) -> None:
    for hours in range(1, 150):
        make_ticket(account=account, needs_reply=True, reply_due_at=NINE - hours * HOUR)

    saved = fold_counts(NINE + 2 * DAY)

    assert (saved, TicketCount.objects.count()) == (0, 149)
    Ticket.objects.update(language="fr")
    assert fold_counts(NINE + 2 * DAY) > 100
    assert TicketCount.objects.count() == 1
    assert kept_counts({"late": BUILT_IN["late-today"].filters}, agent, now=NINE + 2 * DAY) == {"late": 149}


@pytest.fixture
def own_connections() -> Iterator[None]:
    yield
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_and_one_who_folds_neither_wait_for_each_other_nor_miscount(
    own_connections: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.lists.counts._TOLERATED", 0)
    account, agent = make_account(), make_user()
    ids = [make_ticket(account=account, language="fr").pk for _ in range(40)]
    both_have_written = Barrier(2, timeout=30)

    def work(mine: list[int], status: str) -> None:
        try:
            for number in range(0, 20, 5):
                with transaction.atomic():
                    Ticket.objects.filter(pk__in=mine[number : number + 5]).update(status=status)
                    Ticket.objects.filter(pk=mine[number]).update(assignee=agent)
                    both_have_written.wait()
        finally:
            connection.close()

    threads = [Thread(target=work, args=(ids[:20], "waiting")), Thread(target=work, args=(ids[20:], "spam"))]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        fold_counts(NINE)
    for thread in threads:
        thread.join()

    assert not both_have_written.broken
    assert kept_counts(KEPT, agent, now=NINE) == counted(agent, now=NINE)
    assert kept_counts({"spam": BUILT_IN["spam"].filters}, agent, now=NINE) == {"spam": 20}


@pytest.mark.django_db(transaction=True)
def test_two_claims_that_end_at_once_leave_no_open_one_behind(own_connections: None) -> None:
    ticket = make_ticket()
    claims = [make_claim(ticket), make_claim(ticket)]
    ticket.refresh_from_db()
    assert ticket.has_open_claim
    start = Barrier(2, timeout=30)

    def end(claim: Claim) -> None:
        try:
            with transaction.atomic():
                start.wait()
                Claim.objects.filter(pk=claim.pk).update(ended_at=NINE)
        finally:
            connection.close()

    threads = [Thread(target=end, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    ticket.refresh_from_db()
    assert not ticket.has_open_claim


@pytest.mark.django_db
def test_emptied_tables_leave_no_counts(account: Account, agent: User) -> None:
    make_ticket(account=account)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE inbox_ticket CASCADE")

    assert not TicketCount.objects.exists()
