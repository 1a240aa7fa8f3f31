"""What deadlines cost: per ticket with more and more policies, tried beforehand, followed by open tickets, and in work
on many tickets. Everything against reading the same rows plainly, in the same run.
"""

import argparse
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench.fill import fill
from bench.rounds import timed
from bench.table import show
from inbox.deadlines import recompute
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.office_hours import OFFICE_HOURS
from inbox.deadlines.plan import planned
from inbox.deadlines.preview import preview
from inbox.deadlines.rules import Rule, RuleBook, Rules
from inbox.deadlines.targets import Targets
from inbox.many import jobs, working
from inbox.many.actions import action_called
from inbox.many.planning import plan
from inbox.models import BulkJob, BulkState, ChangeState, Clock, Message, ResponseCycle, Role, Ticket, TicketEvent, User
from inbox.tickets import topics

OPEN = 10
"""Of so many tickets of fill() one is not solved."""
TRIED = 500
SINGLY = 200
Line = tuple[str, int, float, float, float]
"""What, of how many tickets, seconds, milliseconds a ticket, times what reading one takes."""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench deadlines")
    parser.add_argument("--open", type=int, default=5000, help="open tickets")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    user = User.objects.filter(email="bench@guichet.test").first() or User.objects.create_user(
        "bench@guichet.test", None, role=Role.LEAD, language="en"
    )
    fill(options.open * OPEN, messages=1)
    _follow(user)
    ids = list(Ticket.objects.unsolved().order_by("queue_at", "id").values_list("pk", flat=True)[: options.open])
    floor = _median(lambda: _read(ids), options.rounds) / len(ids)
    rows = [
        _row("reading tickets, messages, waits and log", floor * len(ids), ids, floor),
        *_computing(ids[:TRIED], floor, options.rounds),
        _row("a change tried beforehand", _median(lambda: preview(_rules(3), now=timezone.now()), 3), ids, floor),
        _row("a change followed by all that is open", timed(lambda: _follow(user)), ids, floor),
        *_many(ids, user, floor),
    ]
    show(
        f"bench deadlines: {len(ids):,} open tickets with one message each",
        ["what", "tickets", "seconds", "ms a ticket", "against reading"],
        rows,
        write_to=write_to,
        facts={"open": len(ids), "rounds": options.rounds},
    )


def _read(ids: Sequence[int]) -> None:
    """Everything that a deadline is computed from, by plain queries."""
    for start in range(0, len(ids), TRIED):
        some = ids[start : start + TRIED]
        list(Ticket.objects.select_related("account").filter(pk__in=some))
        list(Message.objects.filter(ticket__in=some).values_list("ticket_id", "direction", "written_at", "fetched_at"))
        list(ResponseCycle.objects.filter(ticket__in=some))
        list(TicketEvent.objects.filter(ticket__in=some).values_list("ticket_id", "kind", "at"))


def _computing(ids: Sequence[int], floor: float, rounds: int) -> list[Line]:
    tickets = list(Ticket.objects.select_related("account").filter(pk__in=ids))
    found = []
    for number in (0, 3, 30):
        rules = _rules(number)
        seconds = _median(lambda: planned(tickets, timezone.now(), book=RuleBook(rules)), rounds)  # noqa: B023
        found.append(_row(f"computing with {number} policies", seconds, ids, floor))
    return found


def _rules(number: int) -> Rules:
    """The last policy of each clock fits, after all the others have been tried; the company's goes by a calendar."""
    if not number:
        return Rules({})
    others = [_rule(Clock.MARKETPLACE, Conditions(tags=frozenset({f"tag {n}"}))) for n in range(number - 3)]
    return Rules(
        {
            Clock.MARKETPLACE: [*others, _rule(Clock.MARKETPLACE, Conditions())],
            Clock.COMPANY: [_rule(Clock.COMPANY, Conditions())],
            Clock.STATUTORY: [_rule(Clock.STATUTORY, Conditions(topics=frozenset({"withdrawal"})))],
        }
    )


def _rule(clock: Clock, conditions: Conditions) -> Rule:
    targets = {
        Clock.MARKETPLACE: {"soft_minutes": 480, "hard_minutes": 1200},
        Clock.COMPANY: {"first_minutes": 240, "next_minutes": 240},
        Clock.STATUTORY: {"days": 14},
    }
    calendar = OFFICE_HOURS if clock == Clock.COMPANY else None
    return Rule(clock, 1, None, None, conditions, Targets.from_spec(targets[clock], clock=clock), calendar)


def _follow(user: User) -> None:
    """As after a change of policies: in batches, to the end."""
    with transaction.atomic():
        asked = recompute.begin(by=user, now=timezone.now())
    while recompute.run_batch(asked.pk, timezone.now()):
        pass


def _many(ids: Sequence[int], user: User, floor: float) -> Iterator[Line]:
    """The level of each, and a reply to each: looked at first, done, undone."""
    yield from _job("level", {"level": "2"}, ids, user=user, floor=floor)
    some = list(Ticket.objects.filter(pk__in=ids[:SINGLY]).select_related("account"))
    yield _row("level, the same one by one", timed(lambda: _one_by_one(some, user)), some, floor)
    yield from _job("reply", {"body": "Bonjour, votre colis est parti."}, ids, user=user, floor=floor)


def _job(name: str, wishes: Mapping[str, Any], ids: Sequence[int], *, user: User, floor: float) -> Iterator[Line]:
    action, now = action_called(name), timezone.now()
    made: list[BulkJob] = []
    seconds = timed(lambda: made.append(plan(action, action.read(wishes, now), ids, by=user, now=now)))
    (job,) = made
    yield _row(f"{name} of many: looked at first", seconds, ids, floor)
    jobs.start(job)
    yield _row(f"{name} of many: done", timed(lambda: _work(job.pk)), ids, floor)
    job.refresh_from_db()
    if job.state != BulkState.DONE or job.changes.exclude(state=ChangeState.DONE).exists():
        raise SystemExit(f"{name}: not all was done")
    jobs.undo(job, timezone.now())
    yield _row(f"{name} of many: undone", timed(lambda: _work(job.pk)), ids, floor)


def _one_by_one(tickets: Sequence[Ticket], user: User) -> None:
    for ticket in tickets:
        topics.set_level(ticket, level=2, by=user, now=timezone.now())


def _work(job_id: int) -> None:
    while working.work_batch(job_id, timezone.now()):
        pass


def _median(work: Callable[[], object], rounds: int) -> float:
    return statistics.median(timed(work) for _ in range(rounds))


def _row(name: str, seconds: float, tickets: Sequence[object], floor: float) -> Line:
    each = seconds / len(tickets)
    return name, len(tickets), seconds, each * 1000, each / floor
