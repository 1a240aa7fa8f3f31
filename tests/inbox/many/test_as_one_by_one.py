"""Work on many tickets ends as work on each of them alone, done and undone, whatever was written and done before."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inbox.many import jobs, working
from inbox.many.actions import action_called
from inbox.many.planning import plan
from inbox.models import BulkJob, Clock, Message, MessageDirection, Status, Ticket, User
from inbox.tickets import snooze, spam, triage
from inbox.tickets.changing import locked, refresh
from inbox.tickets.errors import DueTooSoon
from inbox.understanding.classification import Topic
from tests.make import (
    HOUR,
    NINE,
    make_account,
    make_buyer,
    make_claim,
    make_message,
    make_policy,
    make_ticket,
    make_user,
)

NOW = NINE + 100 * HOUR
STEPS = st.sampled_from(
    ["asks", "asks", "answer", "end", "solve", "reopen", "snooze", "sleep", "spam", "mine", "vip", "claim"]
)
HISTORIES = st.lists(st.lists(STEPS, max_size=7), min_size=2, max_size=6)
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("assign", {"agent": "him"}),
    ("assign", {"agent": ""}),
    ("tag", {"add": "vip,urgent", "remove": "old"}),
    ("solve", {}),
    ("snooze", {"until": (NOW + 6 * HOUR).isoformat()}),
    ("snooze", {"until": ""}),
    ("level", {"level": "2"}),
    ("topic", {"topic": Topic.WITHDRAWAL}),
    ("spam", {}),
    ("reply", {"body": "It is on its way."}),
]
COLUMNS = (
    *("status", "assignee_id", "tags", "level", "topic", "needs_reply", "unread", "soft_due_at", "reply_due_at"),
    *("claim_due_at", "waits_since", "queue_at", "solved_at", "snoozed_until", "woken_at", "corrected", "updated_at"),
)


class AsOneByOneTest(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(HISTORIES, st.sampled_from(ASKED))
    def test_many_at_once_end_as_each_alone_done_and_undone(
        self, histories: list[list[str]], asked: tuple[str, dict[str, Any]]
    ) -> None:
        shop = Shop()
        together, alone = shop.tickets(histories), shop.tickets(histories)

        of_all = [shop.started(asked, together)]
        of_each = [shop.started(asked, [ticket]) for ticket in alone]
        assert [_found(ticket) for ticket in together] == [_found(ticket) for ticket in alone]
        assert _told(of_all) == _told(of_each)

        shop.undone(of_all)
        shop.undone(of_each)
        assert [_found(ticket) for ticket in together] == [_found(ticket) for ticket in alone]
        assert _told(of_all) == _told(of_each)


class Shop:
    """With policies that look at level, topic and tags, and a clock of its own."""

    def __init__(self) -> None:
        self.account, self.agent, self.him = make_account(), make_user(), make_user()
        make_policy(Clock.COMPANY, {"first_minutes": 600, "next_minutes": 300}, tags=["vip"])
        make_policy(Clock.COMPANY, {"first_minutes": 6000, "next_minutes": 6000}, levels=[2])
        make_policy(Clock.STATUTORY, {"days": 14}, topics=[Topic.WITHDRAWAL])

    def tickets(self, histories: list[list[str]]) -> list[Ticket]:
        buyer = make_buyer(account=self.account)
        return [self._ticket(history, make_ticket(account=self.account, buyer=buyer)) for history in histories]

    def _ticket(self, history: list[str], ticket: Ticket) -> Ticket:
        for hours, what in enumerate(history, start=1):
            ticket.refresh_from_db()
            _step(ticket, what, NINE + hours * 13 * HOUR, self.agent)
        refresh(locked(ticket), NOW)
        return ticket

    def started(self, asked: tuple[str, dict[str, Any]], tickets: list[Ticket]) -> BulkJob:
        name, given = asked
        given = {key: str(self.him.pk) if value == "him" else value for key, value in given.items()}
        action, ids = action_called(name), [ticket.pk for ticket in tickets]
        job = plan(action, action.read(given, NOW), ids, by=self.agent, now=NOW)
        jobs.start(job)
        _to_the_end(job)
        return job

    def undone(self, asked: list[BulkJob]) -> None:
        for job in asked:
            jobs.undo(job, NOW)
            _to_the_end(job)


def _to_the_end(job: BulkJob) -> None:
    while working.work_batch(job.pk, NOW):
        pass


def _step(ticket: Ticket, what: str, at: datetime, by: User) -> None:
    """One thing that happens to it, where it can happen to such a ticket."""
    is_over = ticket.status in (Status.SPAM, Status.SOLVED)
    who: dict[str, Any] = {"by": by, "now": at}
    match what:
        case "asks":
            make_message(ticket, written_at=at)
        case "answer":
            make_message(ticket, direction=MessageDirection.OUT, written_at=at, accepted_at=at, attempted_at=at)
        case "end" if not is_over:
            refresh(locked(ticket), at)
            triage.no_answer_needed(ticket, **who)
        case "solve" if not is_over:
            triage.set_status(ticket, status=Status.SOLVED, **who)
        case "reopen" if ticket.status == Status.SOLVED:
            triage.set_status(ticket, status=Status.OPEN, **who)
        case "snooze" | "sleep" if not is_over:
            with suppress(DueTooSoon):
                snooze.snooze(ticket, NOW + HOUR if what == "snooze" else None, **who)
        case "spam" if ticket.claim_due_at is None:
            spam.mark_spam(ticket, **who)
        case "mine":
            triage.assign(ticket, to=by, by=by, now=at)
        case "vip":
            triage.set_tags(ticket, tags=["vip", "old"], **who)
        case "claim" if ticket.status != Status.SPAM:
            make_claim(ticket, respond_by=NOW + 30 * HOUR)
            Ticket.objects.filter(pk=ticket.pk).update(claim_due_at=NOW + 30 * HOUR)


def _found(ticket: Ticket) -> list[Any]:
    """All that the work may have changed of it."""
    events = ticket.events.order_by("id").values_list("kind", "at", "user_id", "before", "after")
    waits = ("number", "opened_at", "due_at", "company_due_at", "ended_at", "end_reason", "marketplace_ended_at")
    sent = Message.objects.filter(ticket=ticket, direction=MessageDirection.OUT).order_by("id")
    return [
        Ticket.objects.values(*COLUMNS).get(pk=ticket.pk),
        list(events),
        list(ticket.cycles.order_by("number").values_list(*waits)),
        list(ticket.clocks.order_by("kind", "number").values_list("kind", "due_at", "ended_at")),
        list(sent.values_list("delivery", "body_text", "written_at")),
        list(ticket.alerts.order_by("id").values_list("user_id", "kind", "at")),
    ]


def _told(done: list[BulkJob]) -> list[tuple[str, str, str]]:
    """What the person reads of each ticket."""
    changes = [change for job in done for change in job.changes.order_by("ticket_id")]
    return [(change.state, change.code, change.reason) for change in changes]
