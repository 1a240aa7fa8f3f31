"""Work on many tickets: looked at first, done once, in batches, and taken back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from connectors.models import Account
from inbox.lists.filters import Filters
from inbox.many import jobs, planning, working
from inbox.many.actions import action_called
from inbox.many.choosing import all_that_match, named
from inbox.many.errors import BadWish, NotForClosed, NothingChosen, NothingToRepeat, StartedAlready, TooLateToUndo
from inbox.many.groups import SHOWN, groups_of
from inbox.many.planning import plan
from inbox.many.reasons import summary_of
from inbox.models import (
    BulkChange,
    BulkJob,
    BulkState,
    ChangeState,
    Delivery,
    Message,
    Role,
    Status,
    Ticket,
    TicketEvent,
    User,
)
from inbox.tickets import topics, triage
from inbox.tickets.changing import refresh
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_buyer, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets(account: Account) -> list[Ticket]:
    """Sixty, more than a batch."""
    made = [make_ticket(account=account) for _ in range(60)]
    for ticket in made[:5]:
        make_message(ticket)
        refresh(ticket, NINE)
        ticket.save()
    return made


def planned(name: str, tickets: list[Ticket], by: User, **given: Any) -> BulkJob:
    action = action_called(name)
    ids = named([ticket.pk for ticket in tickets], by=by)
    return plan(action, action.read(given, NINE), ids, by=by, now=NINE)


def done(name: str, tickets: list[Ticket], by: User, **given: Any) -> BulkJob:
    job = planned(name, tickets, by, **given)
    jobs.start(job)
    return worked(job)


def worked(job: BulkJob) -> BulkJob:
    """To the end."""
    while working.work_batch(job.pk, NINE):
        pass
    job.refresh_from_db()
    return job


def undone(job: BulkJob) -> BulkJob:
    jobs.undo(job, NINE)
    return worked(job)


def rows(tickets: list[Ticket], *columns: str) -> list[Mapping[str, Any]]:
    return list(Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).order_by("id").values(*columns))


def test_a_plan_changes_nothing_and_says_which_will_be_left_alone(tickets: list[Ticket], agent: User) -> None:
    Ticket.objects.filter(pk=tickets[0].pk).update(assignee=agent)

    told = summary_of(planned("assign", tickets, agent, agent=agent.pk))

    assert (told.total, told.waiting, told.left) == (60, 59, 1)
    assert [(reason.code, reason.number) for reason in told.reasons] == [("so-already", 1)]
    assert Ticket.objects.filter(assignee=agent).count() == 1


def test_the_plan_tells_which_tickets_are_changed_and_which_are_not_and_why(tickets: list[Ticket], agent: User) -> None:
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets[2:5]]).update(status=Status.SPAM)

    changed, left = groups_of(planned("solve", tickets, agent))

    assert (changed.state, changed.reason, changed.number) == (ChangeState.WAITING, "", 57)
    assert [one.ticket for one in changed.first] == [*tickets[:2], *tickets[5:53]]
    assert (left.state, left.reason, left.number) == (ChangeState.LEFT, str(NotForClosed()), 3)
    assert [one.ticket for one in left.first] == tickets[2:5]


def test_reasons_as_many_as_there_are_tickets_make_one_group_that_tells_each(
    tickets: list[Ticket], agent: User
) -> None:
    job = planned("solve", tickets, agent)
    for number, change in enumerate(job.changes.order_by("ticket_id")[:30]):
        BulkChange.objects.filter(pk=change.pk).update(state=ChangeState.LEFT, reason=f"Due at {number}.")

    changed, *alone, others = groups_of(job)

    assert changed.number == 30
    assert [(group.reason, group.number) for group in alone] == [(f"Due at {number}.", 1) for number in range(8)]
    assert (others.state, others.reason, others.number) == (ChangeState.LEFT, "", 22)
    assert [one.reason for one in others.first] == [f"Due at {number}." for number in range(8, 30)]


def test_a_ticket_that_one_may_not_see_any_more_is_counted_and_not_shown(tickets: list[Ticket]) -> None:
    outsider = make_user(email="out@shop.test", role=Role.OUTSIDE)
    outsider.shops.add(tickets[0].account)
    job = planned("solve", tickets, outsider)
    outsider.shops.clear()
    job = BulkJob.objects.get()
    (group,) = groups_of(job)
    assert (group.number, list(group.first)) == (60, [])


def test_five_thousand_are_planned_and_shown_with_as_many_queries_as_fifty(
    tickets: list[Ticket], agent: User, django_assert_max_num_queries: Any
) -> None:
    """What grows are batches: of five hundred looked at, and of a thousand kept."""
    model = Ticket.objects.filter(pk=tickets[-1].pk).values().get() | {"id": None}
    Ticket.objects.bulk_create(Ticket(**model | {"thread_id": f"many-{number}"}) for number in range(4940))
    everybody = list(Ticket.objects.order_by("id"))

    with django_assert_max_num_queries(25):
        job = planned("solve", everybody, agent)
    with django_assert_max_num_queries(2):
        (group,) = groups_of(job)

    assert (group.number, len(group.first)) == (5000, SHOWN)


def test_it_is_done_to_each_once_with_an_entry_in_its_log(tickets: list[Ticket], agent: User) -> None:
    job = done("assign", tickets, agent, agent=agent.pk)

    assert (job.state, summary_of(job).done) == (BulkState.DONE, 60)
    assert set(Ticket.objects.values_list("assignee", flat=True)) == {agent.pk}
    assert TicketEvent.objects.count() == 60
    assert not working.work_batch(job.pk, NINE)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("assign", {"agent": ""}),
        ("tag", {"add": "Parcel, vip", "remove": "old"}),
        ("level", {"level": 2}),
        ("topic", {"topic": "refund"}),
        ("solve", {}),
        ("snooze", {"until": "2027-01-04T09:00:00Z"}),
        ("spam", {}),
    ],
)
def test_undoing_restores_what_each_ticket_had(name: str, given: Any, tickets: list[Ticket], agent: User) -> None:
    tickets = tickets[:6]
    Ticket.objects.filter(pk=tickets[1].pk).update(assignee=agent, tags=["old", "x"], level=1, topic="invoice")
    Ticket.objects.filter(pk=tickets[2].pk).update(status=Status.WAITING)
    columns = ("assignee", "tags", "level", "topic", "status", "needs_reply", "reply_due_at", "snoozed_until")
    before = rows(tickets, *columns)

    job = done(name, tickets, agent, **given)
    changed = rows(tickets, *columns)
    undone(job)

    assert summary_of(job).undone >= 1
    assert changed != before
    assert rows(tickets, *columns) == before


def test_whom_many_were_solved_over_waits_on_with_the_old_deadline(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE - HOUR), buyer_message("m2", at=NINE - HOUR, thread_id="t2"))
    spared = Ticket.objects.get(thread_id="t2")
    triage.no_answer_needed(spared, by=agent, now=NINE)

    job = done("solve", list(Ticket.objects.all()), agent)
    assert not Ticket.objects.filter(needs_reply=True).exists()
    undone(job)

    asked = Ticket.objects.get(thread_id="t1")
    assert (asked.status, asked.needs_reply, asked.reply_due_at) == (Status.OPEN, True, NINE - HOUR + DAY)
    assert list(asked.cycles.values_list("opened_at", "ended_at")) == [(NINE - HOUR, None)]
    kinds = asked.events.filter(user=agent).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["solved", "status"]
    spared.refresh_from_db()
    assert (spared.status, spared.needs_reply) == (Status.WAITING, False)


def test_what_was_solved_before_it_was_taken_for_spam_is_solved_since_then(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE - 2 * HOUR), now=NINE - 2 * HOUR)
    ticket = Ticket.objects.get()
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE - HOUR)

    undone(done("spam", [ticket], agent))

    ticket.refresh_from_db()
    assert (ticket.status, ticket.solved_at, ticket.needs_reply) == (Status.SOLVED, NINE - HOUR, False)
    assert (ticket.cycles.get().end_reason, ticket.cycles.get().ended_at) == ("solved", NINE - HOUR)
    triage.set_status(ticket, status=Status.OPEN, by=agent, now=NINE + HOUR)
    assert (ticket.needs_reply, ticket.reply_due_at) == (True, NINE - 2 * HOUR + DAY)


def test_a_solved_ticket_on_which_she_wrote_while_it_was_spam_is_open(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE - 2 * HOUR), now=NINE - 2 * HOUR)
    ticket = Ticket.objects.get()
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE - HOUR)
    job = done("spam", [ticket], agent)
    arrive(account, buyer_message("m2", at=NINE + HOUR), now=NINE + HOUR)

    undone(job)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.needs_reply, ticket.reply_due_at) == (Status.OPEN, True, NINE + HOUR + DAY)


def test_what_somebody_changed_meanwhile_is_not_undone_and_it_says_which(
    tickets: list[Ticket], agent: User, lead: User
) -> None:
    job = done("assign", tickets, agent, agent=agent.pk)
    triage.assign(Ticket.objects.get(pk=tickets[3].pk), to=lead, by=lead, now=NINE)

    told = summary_of(undone(job))

    assert (job.state, told.undone, told.kept) == (BulkState.UNDONE, 59, 1)
    assert [reason.code for reason in told.reasons] == ["changed-since"]
    assert Ticket.objects.get(assignee=lead).pk == tickets[3].pk


def test_undoing_while_it_runs_stops_the_rest(tickets: list[Ticket], agent: User) -> None:
    job = planned("level", tickets, agent, level=2)
    jobs.start(job)
    working.work_batch(job.pk, NINE)

    told = summary_of(undone(job))

    assert (told.undone, told.left) == (50, 10)
    assert not Ticket.objects.filter(level=2).exists()


def test_a_worker_that_dies_leaves_its_batch_to_the_next_one(
    tickets: list[Ticket], agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = planned("tag", tickets, agent, add="vip")
    jobs.start(job)
    working.work_batch(job.pk, NINE)
    action = type(action_called("tag"))
    with monkeypatch.context() as dying:
        dying.setattr(action, "columns_of", _die_at_the_third())
        with pytest.raises(SystemExit):
            working.work_batch(job.pk, NINE)

    assert working.due(NINE) == []
    assert working.due(NINE + HOUR) == [job.pk]
    assert summary_of(worked(job)).done == 60
    assert TicketEvent.objects.count() == 60


def test_a_fault_of_ours_stops_no_other_ticket_is_shown_and_can_be_tried_again(
    tickets: list[Ticket], agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(topics, "set_level_of_many", _fails_on(tickets[3].pk))
        job = done("level", tickets, agent, level=2)
    told = summary_of(job)
    assert (job.state, told.done, told.left) == (BulkState.DONE, 59, 1)
    (reason,) = told.reasons
    assert (reason.code, "KeyError" in reason.words) == ("unexpected", True)

    jobs.repeat(job)

    assert summary_of(worked(job)).done == 60
    assert Ticket.objects.filter(level=2).count() == 60
    with pytest.raises(NothingToRepeat):
        jobs.repeat(job)


def test_what_could_not_be_undone_for_a_fault_of_ours_can_be_tried_again(
    tickets: list[Ticket], agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = done("level", tickets, agent, level=2)
    with monkeypatch.context() as broken:
        broken.setattr(topics, "set_level_of_many", _fails_on(tickets[3].pk))
        assert summary_of(undone(job)).kept == 1
    jobs.repeat(job)
    assert summary_of(worked(job)).undone == 60
    assert not Ticket.objects.filter(level=2).exists()


def _fails_on(ticket_id: int) -> Callable[..., None]:
    real = topics.set_level_of_many

    def set_level_of_many(tickets: Sequence[Ticket], **given: Any) -> None:
        if ticket_id in [ticket.pk for ticket in tickets]:
            raise KeyError("level")
        real(tickets, **given)

    return set_level_of_many


def test_two_jobs_on_the_same_tickets_answer_each_buyer_once(tickets: list[Ticket], agent: User, lead: User) -> None:
    asked = tickets[:5]
    first, second = (planned("reply", asked, by, body="It is on its way.") for by in (agent, lead))
    for job in (first, second):
        jobs.start(job)

    assert summary_of(worked(first)).done == 5
    told = summary_of(worked(second))
    assert (told.done, told.left, told.reasons[0].code) == (0, 5, "answered-meanwhile")
    assert Message.objects.filter(delivery=Delivery.QUEUED).count() == 5


def test_each_reply_has_its_own_limits_and_is_taken_back_while_it_is_queued(account: Account, agent: User) -> None:
    fine, claim = make_ticket(account=account), make_ticket(account=account, kind="claim")
    job = done("reply", [fine, claim], agent, body="Bonjour")
    assert [(reason.code, reason.number) for reason in summary_of(job).reasons] == [("not-aconversation", 1)]

    undone(job)

    assert fine.messages.get().delivery == Delivery.CANCELLED


def test_a_reply_that_has_left_is_not_taken_back(ticket: Ticket, agent: User) -> None:
    job = done("reply", [ticket], agent, body="Bonjour")
    Message.objects.update(delivery=Delivery.SENDING)

    assert [reason.code for reason in summary_of(undone(job)).reasons] == ["already-left"]


def test_nobody_works_on_what_he_may_not_see(tickets: list[Ticket], account: Account) -> None:
    outsider = make_user(role=Role.OUTSIDE)
    with pytest.raises(NothingChosen):
        planned("level", tickets, outsider, level=2)
    outsider = User.objects.get(pk=outsider.pk)
    outsider.shops.set([account])
    job = planned("level", tickets, outsider, level=2)
    jobs.start(job)
    outsider.shops.clear()

    assert [reason.code for reason in summary_of(worked(job)).reasons] == ["not-seen"]
    assert not Ticket.objects.filter(level=2).exists()


def test_an_outside_agent_is_given_only_tickets_that_he_may_see(tickets: list[Ticket], agent: User) -> None:
    outsider = make_user(role=Role.OUTSIDE, speaks=["fr"])
    outsider.shops.set([tickets[0].account])
    Ticket.objects.filter(pk=tickets[0].pk).update(language="fr")

    told = summary_of(planned("assign", tickets, agent, agent=outsider.pk))

    assert (told.waiting, told.reasons[0].code) == (1, "not-seen-by-assignee")


def test_all_that_match_is_what_the_list_shows(tickets: list[Ticket], agent: User) -> None:
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets[:4]]).update(tags=["vip"])
    assert len(all_that_match(Filters.read({"view": "open", "tag": "vip"}), by=agent, now=NINE)) == 4


def test_a_job_starts_once_and_can_be_undone_for_ten_minutes(tickets: list[Ticket], agent: User) -> None:
    job = done("level", tickets[:2], agent, level=1)
    with pytest.raises(StartedAlready):
        jobs.start(job)
    with pytest.raises(TooLateToUndo):
        jobs.undo(job, NINE + timedelta(minutes=10))
    jobs.undo(job, NINE + timedelta(minutes=9))
    with pytest.raises(TooLateToUndo):
        jobs.undo(job, NINE)


def test_plans_that_nobody_carries_out_are_forgotten(tickets: list[Ticket], agent: User) -> None:
    planned("level", tickets[:2], agent, level=1)
    working.forget_plans(NINE + timedelta(days=2))
    assert not BulkJob.objects.exists()


def _die_at_the_third() -> Any:
    calls = iter(range(100))

    def columns_of(self: Any, ticket: Ticket) -> dict[str, Any]:
        if next(calls) == 3:
            raise SystemExit
        return {"tags": ticket.tags}

    return columns_of


@pytest.fixture
def of_two_buyers(account: Account) -> list[Ticket]:
    """Three tickets of one buyer, the oldest first, and two of another; each with a question."""
    buyers = [make_buyer(account=account), make_buyer(account=account)]
    made = []
    for number, buyer in enumerate([buyers[0]] * 3 + [buyers[1]] * 2):
        ticket = make_ticket(account=account, buyer=buyer, created_at=NINE + number * HOUR)
        make_message(ticket, written_at=NINE + number * HOUR)
        refresh(ticket, NINE + DAY)
        made.append(ticket)
    return made


def test_each_buyers_chosen_tickets_become_one(of_two_buyers: list[Ticket], agent: User) -> None:
    job = done("merge", of_two_buyers, agent, into="")

    told = summary_of(job)
    assert (told.done, [(one.code, one.number) for one in told.reasons]) == (3, [("stays-itself", 2)])
    left = Ticket.objects.exclude(status=Status.MERGED).order_by("id")
    assert [ticket.pk for ticket in left] == [of_two_buyers[0].pk, of_two_buyers[3].pk]
    assert [ticket.waits_since for ticket in left] == [NINE, NINE + 3 * HOUR]


def test_a_buyers_only_chosen_ticket_is_told_to_be_alone(of_two_buyers: list[Ticket], agent: User) -> None:
    told = summary_of(planned("merge", [of_two_buyers[0], of_two_buyers[3]], agent, into=""))
    assert {one.code: one.number for one in told.reasons} == {"alone-of-its-buyer": 2}


def test_a_claim_takes_nothing_in_and_keeps_the_others_from_nothing(of_two_buyers: list[Ticket], agent: User) -> None:
    Ticket.objects.filter(pk=of_two_buyers[0].pk).update(kind="claim")
    told = summary_of(planned("merge", of_two_buyers[:3], agent, into=""))
    assert (told.waiting, {one.code for one in told.reasons}) == (1, {"claim-stays-alone", "stays-itself"})


def test_tickets_of_one_buyer_become_one_however_many_are_chosen_between_them(
    of_two_buyers: list[Ticket], agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "AT_ONCE", 1)
    assert summary_of(planned("merge", of_two_buyers, agent, into="")).waiting == 3


def test_merged_into_a_named_ticket_the_other_buyers_are_left_alone(of_two_buyers: list[Ticket], agent: User) -> None:
    into = of_two_buyers[2]

    told = summary_of(planned("merge", of_two_buyers, agent, into=f"#{into.pk}"))
    assert {one.code: one.number for one in told.reasons} == {"other-buyer": 2, "stays-itself": 1}

    done("merge", of_two_buyers, agent, into=f"#{into.pk}")
    into.refresh_from_db()
    assert (into.message_count, into.waits_since) == (3, NINE)


def test_merging_many_is_undone_unless_the_buyer_was_answered(of_two_buyers: list[Ticket], agent: User) -> None:
    job = done("merge", of_two_buyers, agent, into="")
    triage.no_answer_needed(of_two_buyers[3], by=agent, now=NINE)

    told = summary_of(undone(job))

    assert (told.undone, told.kept) == (2, 1)
    assert [ticket.status for ticket in Ticket.objects.order_by("id")[:3]] == [Status.OPEN] * 3


def test_many_are_merged_into_no_ticket_that_is_not_there(of_two_buyers: list[Ticket], agent: User) -> None:
    with pytest.raises(BadWish):
        planned("merge", of_two_buyers, agent, into="#999999")


def test_the_plan_of_a_snooze_says_which_are_due_too_soon(account: Account, agent: User) -> None:
    """What only the shop's own clock asks for stands still meanwhile, so it stays in the plan."""
    arrive(account, buyer_message("m1", at=NINE - 23 * HOUR, thread_id="soon"))
    arrive(account, buyer_message("m2", at=NINE - HOUR, thread_id="tomorrow"))
    tickets = list(Ticket.objects.order_by("id"))
    until = (NINE + 5 * HOUR).isoformat()

    told = summary_of(planned("snooze", tickets, agent, until=until))
    assert (told.waiting, told.left) == (1, 1)
    assert [reason.code for reason in told.reasons] == ["due-too-soon"]
    assert summary_of(done("snooze", tickets, agent, until=until)).done == 1
