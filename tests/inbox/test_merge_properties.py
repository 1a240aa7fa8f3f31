"""Whatever was written and done before: a merge loses no wait, changes none that is over, and can be taken back."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inbox.models import Message, MessageDirection, Ticket, User
from inbox.tickets import triage
from inbox.tickets.changing import locked, refresh
from inbox.tickets.merge import merge, unmerge
from inbox.tickets.split import split
from tests.make import HOUR, NINE, make_account, make_buyer, make_message, make_ticket, make_user

STEPS = st.lists(
    st.tuples(st.sampled_from(["lamp", "chair"]), st.sampled_from(["asks", "answer", "end", "note"])), max_size=12
)
NOW = NINE + 100 * HOUR


class Desk:
    """Two tickets of one buyer, each of its own conversation or both of the same."""

    def __init__(self, steps: list[tuple[str, str]], *, same_thread: bool) -> None:
        self.agent: User = make_user()
        account = make_account()
        buyer = make_buyer(account=account)
        threads = {"lamp": "t1", "chair": "t1" if same_thread else "t2"}
        self.tickets = {
            name: make_ticket(account=account, buyer=buyer, thread_id=thread, episode=episode)
            for episode, (name, thread) in enumerate(threads.items(), start=1)
        }
        for hours, (name, what) in enumerate(steps, start=1):
            self.step(self.tickets[name], what, NINE + hours * HOUR)
        for ticket in self.tickets.values():
            refresh(locked(ticket), NOW)
            ticket.refresh_from_db()

    def step(self, ticket: Ticket, what: str, at: datetime) -> None:
        match what:
            case "asks":
                make_message(ticket, written_at=at)
            case "answer":
                answered = {"written_at": at, "accepted_at": at, "attempted_at": at}
                make_message(ticket, direction=MessageDirection.OUT, **answered)
            case "end":
                refresh(locked(ticket), at)
                triage.no_answer_needed(ticket, by=self.agent, now=at)
            case "note":
                triage.add_note(ticket, body="seen", by=self.agent, now=at)


def waits(ticket: Ticket) -> list[tuple[Any, ...]]:
    rows = ticket.cycles.order_by("number")
    return list(rows.values_list("opened_at", "due_at", "company_due_at", "ended_at", "end_reason", "target"))


def over(ticket: Ticket) -> list[tuple[Any, ...]]:
    return [row for row in waits(ticket) if row[3] is not None and row[4] != "merged"]


class MergePropertiesTest(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS, st.booleans())
    def test_the_oldest_wait_wins_and_what_is_over_stays_on_its_ticket(
        self, steps: list[tuple[str, str]], same_thread: bool
    ) -> None:
        desk = Desk(steps, same_thread=same_thread)
        lamp, chair = desk.tickets.values()
        since = min((at for at in (lamp.waits_since, chair.waits_since) if at), default=None)
        due = min((at for at in (lamp.reply_due_at, chair.reply_due_at) if at), default=None)
        history = {ticket.pk: over(ticket) for ticket in (lamp, chair)}

        merge(lamp, into=chair, by=desk.agent, now=NOW)

        assert (chair.waits_since, chair.reply_due_at) == (since, due)
        assert {ticket.pk: over(ticket) for ticket in (lamp, chair)} == history
        assert not lamp.needs_reply

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS, st.booleans())
    def test_taken_back_every_wait_is_as_it_was(self, steps: list[tuple[str, str]], same_thread: bool) -> None:
        desk = Desk(steps, same_thread=same_thread)
        lamp, chair = desk.tickets.values()
        before = [(waits(one), one.waits_since, one.reply_due_at) for one in (lamp, chair)]

        merge(lamp, into=chair, by=desk.agent, now=NOW)
        unmerge(lamp, by=desk.agent, now=NOW)

        chair.refresh_from_db()
        assert [(waits(one), one.waits_since, one.reply_due_at) for one in (lamp, chair)] == before

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS, st.booleans())
    def test_the_log_says_the_same_when_it_is_read_again(self, steps: list[tuple[str, str]], same_thread: bool) -> None:
        desk = Desk(steps, same_thread=same_thread)
        lamp, chair = desk.tickets.values()
        merge(lamp, into=chair, by=desk.agent, now=NOW)
        stored = [waits(lamp), waits(chair)]

        for ticket in (lamp, chair):
            refresh(locked(ticket), NOW + HOUR)

        assert [waits(lamp), waits(chair)] == stored

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS, st.data())
    def test_a_split_loses_no_question_and_opens_none_again(
        self, steps: list[tuple[str, str]], data: st.DataObject
    ) -> None:
        desk = Desk([("lamp", what) for _, what in [*steps, ("lamp", "asks"), ("lamp", "asks")]], same_thread=False)
        lamp = desk.tickets["lamp"]
        asked = list(lamp.messages.filter(direction=MessageDirection.IN).order_by("pk").values_list("pk", flat=True))
        places = data.draw(st.sets(st.integers(0, len(asked) - 1), min_size=1, max_size=len(asked) - 1))
        chosen = {asked[place] for place in places}
        since, history = lamp.waits_since, over(lamp)

        new = split(lamp, chosen, by=desk.agent, now=NOW)

        assert min(at for at in (lamp.waits_since, new.waits_since) if at) == since
        assert over(lamp) == history
        assert over(new) == []
        assert Message.objects.filter(ticket__in=(lamp, new)).count() == len(steps) + 2 - sum(
            what == "end" for _, what in steps
        )
