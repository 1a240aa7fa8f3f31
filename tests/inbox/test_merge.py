"""Two tickets of one buyer become one: nobody's wait is lost or moved, and no answer goes astray."""

from datetime import datetime
from typing import Any

import pytest

from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, IncomingCopy, Person
from connectors.models import Account
from inbox.errors import InboxError, MergedInto, WrongConversation
from inbox.models import (
    Claim,
    ClockKind,
    Delivery,
    EventKind,
    Message,
    ResponseCycle,
    Status,
    Ticket,
    TicketClock,
    User,
)
from inbox.sending import delivery, outbox
from inbox.sending.wishes import ReplyWishes
from inbox.tickets import checklists, merge_errors, snooze, triage
from inbox.tickets.merge import merge, merge_candidates, unmerge
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.fake_marketplace import Post
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_message, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

JEANNE = Person("jeanne@relay.test", "Jeanne")


def writes(account: Account, name: str, *, at: datetime, thread: str, **fields: Any) -> Ticket:
    """The buyer writes in one of her conversations."""
    message = buyer_message(name, at=at, thread_id=thread, buyer=JEANNE, author=JEANNE.name, **fields)
    arrive(account, message, now=at)
    return Message.objects.get(external_id=name).ticket


@pytest.fixture
def lamp(postbox: Account) -> Ticket:
    """She asked at nine; it is the older question."""
    return writes(postbox, "lamp", at=NINE, thread="t-lamp", order_id="1-1", answering={"to": "lamp"})


@pytest.fixture
def chair(postbox: Account) -> Ticket:
    """She asked in another conversation at ten."""
    return writes(postbox, "chair", at=NINE + HOUR, thread="t-chair", order_id="2-2", answering={"to": "chair"})


def open_cycle(ticket: Ticket) -> ResponseCycle:
    return ticket.cycles.get(ended_at=None)


def columns_of(ticket: Ticket) -> dict[str, Any]:
    """All but when it was last changed, and whether somebody has read it."""
    columns: dict[str, Any] = dict(Ticket.objects.filter(pk=ticket.pk).values().get())
    return {name: value for name, value in columns.items() if name not in ("updated_at", "unread")}


def reply(ticket: Ticket, by: User, *, at: datetime, **fields: Any) -> Message:
    message = outbox.queue_reply(ticket, body="Il arrive demain.", by=by, now=at, **fields)
    delivery.deliver(message.pk, now=at + HOUR)
    message.refresh_from_db()
    assert message.delivery == Delivery.ACCEPTED
    return message


def test_the_earliest_unanswered_message_wins(lamp: Ticket, chair: Ticket, agent: User) -> None:
    due = lamp.reply_due_at
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    assert (chair.reply_due_at, chair.waits_since, chair.needs_reply) == (due, NINE, True)
    assert open_cycle(chair).opened_at == NINE


def test_a_later_question_does_not_move_the_deadline_of_the_older_one(lamp: Ticket, chair: Ticket, agent: User) -> None:
    due = lamp.reply_due_at
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    assert (lamp.reply_due_at, lamp.cycles.count()) == (due, 1)


def test_all_messages_are_on_the_surviving_ticket(lamp: Ticket, chair: Ticket, agent: User) -> None:
    triage.add_note(chair, body="She is angry.", by=agent, now=NINE + HOUR)
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    assert [message.body_text for message in lamp.messages.order_by("written_at", "id")][-1] == "She is angry."
    assert (lamp.message_count, lamp.last_message_at) == (2, NINE + HOUR)
    assert (chair.status, chair.merged_into, chair.message_count) == (Status.MERGED, lamp, 0)
    assert (chair.needs_reply, chair.reply_due_at, chair.unread) == (False, None, False)


def test_the_merged_ticket_keeps_its_waits_and_says_how_the_last_one_ended(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    answer = reply(chair, agent, at=NINE + 2 * HOUR)
    again = NINE + 5 * HOUR
    writes(chair.account, "chair2", at=again, thread="t-chair")
    merge(chair, into=lamp, by=agent, now=NINE + 6 * HOUR)
    ends = list(chair.cycles.order_by("number").values_list("opened_at", "ended_at", "end_reason"))
    assert ends == [(NINE + HOUR, answer.accepted_at, "answered"), (again, NINE + 6 * HOUR, "merged")]


def test_what_was_answered_before_opens_no_wait_again(lamp: Ticket, chair: Ticket, agent: User) -> None:
    reply(lamp, agent, at=NINE + HOUR)
    before = list(lamp.cycles.values_list("opened_at", "ended_at", "end_reason"))
    merge(lamp, into=chair, by=agent, now=NINE + 4 * HOUR)
    assert [cycle.opened_at for cycle in chair.cycles.all()] == [NINE + HOUR]
    assert list(lamp.cycles.values_list("opened_at", "ended_at", "end_reason")) == before


def test_no_answer_given_on_the_other_ticket_before_counts_for_the_question(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    reply(chair, agent, at=NINE + 2 * HOUR)
    triage.no_answer_needed(chair, by=agent, now=NINE + 3 * HOUR)
    merge(lamp, into=chair, by=agent, now=NINE + 4 * HOUR)
    assert [cycle.end_reason for cycle in chair.cycles.order_by("number")] == ["answered", ""]
    assert open_cycle(chair).opened_at == NINE
    assert chair.status == Status.OPEN


def test_an_ending_on_the_merged_ticket_still_counts(lamp: Ticket, chair: Ticket, agent: User) -> None:
    triage.no_answer_needed(lamp, by=agent, now=NINE + 2 * HOUR)
    merge(lamp, into=chair, by=agent, now=NINE + 3 * HOUR)
    assert chair.waits_since == NINE + HOUR
    triage.no_answer_needed(chair, by=agent, now=NINE + 4 * HOUR)
    assert not chair.needs_reply


def test_an_answer_ends_the_wait_in_its_own_conversation_only(lamp: Ticket, chair: Ticket, agent: User) -> None:
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    reply(chair, agent, at=NINE + 3 * HOUR, conversation=chair.pk)
    chair.refresh_from_db()
    assert (chair.needs_reply, open_cycle(chair).opened_at) == (True, NINE)
    reply(chair, agent, at=NINE + 5 * HOUR, conversation=lamp.pk)
    chair.refresh_from_db()
    assert (chair.needs_reply, chair.status) == (False, Status.WAITING)


def test_one_answer_to_the_older_question_leaves_the_other_one_its_own_time(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    answer = reply(chair, agent, at=NINE + 3 * HOUR, conversation=lamp.pk)
    ends = list(chair.cycles.order_by("number").values_list("opened_at", "ended_at"))
    assert ends == [(NINE, answer.accepted_at), (NINE + HOUR, None)]


def test_solving_ends_every_wait(lamp: Ticket, chair: Ticket, agent: User) -> None:
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    triage.set_status(chair, status=Status.SOLVED, by=agent, now=NINE + 3 * HOUR)
    assert not chair.needs_reply


def test_a_reply_leaves_where_the_newest_question_was_asked(
    lamp: Ticket, chair: Ticket, post: Post, agent: User
) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    reply(lamp, agent, at=NINE + 3 * HOUR)
    sent = post.sent[-1]
    assert (sent.thread_id, sent.order_id, sent.answering) == ("t-chair", "2-2", {"to": "chair"})


def test_the_writer_may_choose_the_conversation(lamp: Ticket, chair: Ticket, post: Post, agent: User) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    reply(lamp, agent, at=NINE + 3 * HOUR, conversation=lamp.pk)
    sent = post.sent[-1]
    assert (sent.thread_id, sent.order_id, sent.answering) == ("t-lamp", "1-1", {"to": "lamp"})


def test_a_conversation_that_is_not_on_the_ticket_is_refused(lamp: Ticket, chair: Ticket, agent: User) -> None:
    with pytest.raises(WrongConversation):
        outbox.queue_reply(lamp, body="Bonjour", by=agent, now=NINE, conversation=chair.pk)


def test_a_merged_ticket_takes_no_reply(lamp: Ticket, chair: Ticket, agent: User) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    with pytest.raises(MergedInto, match=f"#{lamp.pk}"):
        outbox.queue_reply(chair, body="Bonjour", by=agent, now=NINE + 3 * HOUR)


def test_what_she_writes_in_the_old_conversation_lands_on_the_surviving_ticket(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    reply(lamp, agent, at=NINE + 3 * HOUR, conversation=lamp.pk)
    landed = writes(lamp.account, "chair2", at=NINE + 6 * HOUR, thread="t-chair")
    message = Message.objects.get(external_id="chair2")
    assert (landed, message.through, landed.unread, landed.message_count) == (lamp, chair, True, 4)
    chair.refresh_from_db()
    assert (chair.status, chair.needs_reply) == (Status.MERGED, False)
    sent = reply(lamp, agent, at=NINE + 7 * HOUR)
    assert sent.through == chair


def test_an_answer_typed_on_the_marketplaces_site_counts_there(lamp: Ticket, chair: Ticket, agent: User) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 3 * HOUR)
    outside = shop_message("out", at=NINE + 2 * HOUR, thread_id="t-chair", buyer=JEANNE)
    arrive(lamp.account, outside, now=NINE + 4 * HOUR)
    lamp.refresh_from_db()
    assert (lamp.waits_since, lamp.cycles.count()) == (NINE, 1)
    arrive(lamp.account, shop_message("o2", at=NINE + 3 * HOUR, thread_id="t-lamp", buyer=JEANNE), now=NINE + 5 * HOUR)
    lamp.refresh_from_db()
    assert not lamp.needs_reply


def test_our_own_reply_is_known_again_in_the_conversation_it_left_on(
    lamp: Ticket, chair: Ticket, agent: User, post: Post
) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    message = outbox.queue_reply(lamp, body="Il arrive demain.", by=agent, now=NINE + 3 * HOUR)
    unsure = {"delivery": Delivery.UNSURE, "attempted_at": NINE + 3 * HOUR, "attempts": 1}
    Message.objects.filter(pk=message.pk).update(**unsure)
    seen = shop_message("seen", at=NINE + 3 * HOUR, thread_id="t-chair", buyer=JEANNE)
    arrive(lamp.account, seen, now=NINE + 4 * HOUR)
    message.refresh_from_db()
    assert (message.delivery, message.external_id) == (Delivery.ACCEPTED, "seen")


def test_the_same_words_in_the_other_conversation_are_not_taken_for_it(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    message = outbox.queue_reply(lamp, body="Il arrive demain.", by=agent, now=NINE + 3 * HOUR)
    unsure = {"delivery": Delivery.UNSURE, "attempted_at": NINE + 3 * HOUR, "attempts": 1}
    Message.objects.filter(pk=message.pk).update(**unsure)
    seen = shop_message("seen", at=NINE + 3 * HOUR, thread_id="t-lamp", buyer=JEANNE)
    arrive(lamp.account, seen, now=NINE + 4 * HOUR)
    message.refresh_from_db()
    assert message.delivery == Delivery.UNSURE


def test_a_copy_of_a_reply_is_known_by_the_order_of_its_conversation(
    lamp: Ticket, chair: Ticket, agent: User, post: Post
) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    sent = reply(lamp, agent, at=NINE + 3 * HOUR)
    copy = IncomingCopy("c1", written_at=NINE + 4 * HOUR, subject="", text=sent.body_text, order_id="2-2")
    arrive(lamp.account, copy, now=NINE + 5 * HOUR)
    assert lamp.messages.count() == 3


def test_both_logs_are_kept_and_say_what_happened(lamp: Ticket, chair: Ticket, agent: User) -> None:
    before = {ticket.pk: list(ticket.events.values_list("pk", flat=True)) for ticket in (lamp, chair)}
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    assert chair.events.filter(kind=EventKind.MERGED, after__value=lamp.pk).exists()
    assert lamp.events.get(kind=EventKind.TOOK_IN).after == {"value": chair.pk}
    for ticket in (lamp, chair):
        assert set(before[ticket.pk]) < set(ticket.events.values_list("pk", flat=True))


def test_a_claim_about_the_old_conversation_comes_to_the_surviving_ticket(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    merge(chair, into=lamp, by=agent, now=NINE + 2 * HOUR)
    told: dict[str, Any] = {"claim_id": "A1", "kind": ClaimKind.RETURN, "state": ClaimState.SELLER, "subject": ""}
    entry = IncomingClaim("e1", written_at=NINE + 3 * HOUR, thread_id="t-chair", text="", **told)
    arrive(lamp.account, entry, now=NINE + 3 * HOUR)
    assert Claim.objects.get().ticket == lamp


def test_a_snoozed_ticket_comes_back_when_somebody_waits_on_it_now(lamp: Ticket, chair: Ticket, agent: User) -> None:
    reply(chair, agent, at=NINE + 2 * HOUR)
    chair.refresh_from_db()
    snooze.snooze(chair, None, by=agent, now=NINE + 4 * HOUR)
    merge(lamp, into=chair, by=agent, now=NINE + 5 * HOUR)
    assert (chair.status, chair.snoozed_until) == (Status.OPEN, None)


def test_a_snoozed_ticket_that_is_merged_sleeps_no_more_and_nothing_wakes_it(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    reply(chair, agent, at=NINE + 2 * HOUR)
    chair.refresh_from_db()
    snooze.snooze(chair, NINE + 2 * DAY, by=agent, now=NINE + 4 * HOUR)
    merge(chair, into=lamp, by=agent, now=NINE + 5 * HOUR)
    assert (chair.status, chair.snoozed_until, chair.woken_at) == (Status.MERGED, None, None)
    assert snooze.wake_due(NINE + 3 * DAY) == 0
    chair.refresh_from_db()
    assert chair.status == Status.MERGED


def test_taken_apart_a_ticket_that_had_been_snoozed_sleeps_no_more(lamp: Ticket, chair: Ticket, agent: User) -> None:
    """Its moment may have passed meanwhile, and nobody would have been told."""
    reply(chair, agent, at=NINE + 2 * HOUR)
    chair.refresh_from_db()
    snooze.snooze(chair, NINE + 2 * DAY, by=agent, now=NINE + 4 * HOUR)
    merge(chair, into=lamp, by=agent, now=NINE + 5 * HOUR)
    unmerge(chair, by=agent, now=NINE + 6 * HOUR)
    assert (chair.status, chair.snoozed_until) == (Status.WAITING, None)


def test_a_snoozed_ticket_sleeps_on_where_nobody_waits_on_what_it_takes_in(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    for ticket in (lamp, chair):
        reply(ticket, agent, at=NINE + 2 * HOUR)
        ticket.refresh_from_db()
    snooze.snooze(chair, NINE + 2 * DAY, by=agent, now=NINE + 4 * HOUR)
    merge(lamp, into=chair, by=agent, now=NINE + 5 * HOUR)
    assert (chair.status, chair.snoozed_until) == (Status.SNOOZED, NINE + 2 * DAY)
    assert snooze.wake_due(NINE + 2 * DAY) == 1


def test_an_earlier_episode_of_the_same_conversation_is_taken_in(postbox: Account, agent: User) -> None:
    first = writes(postbox, "m1", at=NINE, thread="t1")
    triage.set_status(first, status=Status.SOLVED, by=agent, now=NINE + HOUR)
    second = writes(postbox, "m2", at=NINE + 60 * DAY, thread="t1")
    assert first != second
    merge(second, into=first, by=agent, now=NINE + 61 * DAY)
    assert (first.status, first.waits_since) == (Status.OPEN, NINE + 60 * DAY)
    assert writes(postbox, "m3", at=NINE + 62 * DAY, thread="t1") == first
    reply(first, agent, at=NINE + 63 * DAY)
    first.refresh_from_db()
    assert not first.needs_reply


def test_two_tickets_can_be_merged_into_one_after_the_other(lamp: Ticket, chair: Ticket, agent: User) -> None:
    table = writes(lamp.account, "table", at=NINE + 2 * HOUR, thread="t-table")
    merge(chair, into=table, by=agent, now=NINE + 3 * HOUR)
    merge(lamp, into=table, by=agent, now=NINE + 4 * HOUR)
    assert (table.message_count, table.waits_since) == (3, NINE)


class TestRefused:
    """What cannot be right changes nothing."""

    def check(self, ticket: Ticket, into: Ticket, by: User, error: type[InboxError]) -> None:
        with pytest.raises(error):
            merge(ticket, into=into, by=by, now=NINE + DAY)
        assert ticket.messages.count() == 1
        ticket.refresh_from_db()
        assert ticket.status != Status.MERGED

    def test_another_shop(self, lamp: Ticket, agent: User) -> None:
        self.check(lamp, make_ticket(account=make_account()), agent, merge_errors.OtherShop)

    def test_another_buyer(self, lamp: Ticket, agent: User) -> None:
        self.check(lamp, make_ticket(account=lamp.account), agent, merge_errors.OtherBuyer)

    def test_another_sales_channel(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        Ticket.objects.filter(pk=lamp.pk).update(channel="FR")
        Ticket.objects.filter(pk=chair.pk).update(channel="DE")
        self.check(lamp, chair, agent, merge_errors.OtherChannel)

    def test_a_ticket_with_a_claim(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        make_claim(lamp)
        self.check(lamp, chair, agent, merge_errors.ClaimStaysAlone)

    def test_into_spam(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        Ticket.objects.filter(pk=chair.pk).update(status=Status.SPAM)
        self.check(lamp, chair, agent, merge_errors.OverAlready)

    def test_a_reply_on_its_way(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        queued = outbox.queue_reply(lamp, body="Bonjour", by=agent, now=NINE + HOUR)
        with pytest.raises(merge_errors.ReplyOnItsWay):
            merge(lamp, into=chair, by=agent, now=NINE + HOUR)
        outbox.cancel_reply(queued, by=agent, now=NINE + HOUR)
        merge(lamp, into=chair, by=agent, now=NINE + HOUR)

    def test_a_legal_deadline(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        TicketClock.objects.create(ticket=lamp, kind=ClockKind.STATUTORY, number=1, started_at=NINE, due_at=NINE + DAY)
        self.check(lamp, chair, agent, merge_errors.LegalDeadlineRuns)

    def test_a_ticket_to_which_mails_come_back(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        lamp.forwards.create(
            account=lamp.account, mark="m", to="carrier@post.test", written_at=NINE, delivery="accepted"
        )
        self.check(lamp, chair, agent, merge_errors.MailsComeBack)

    def test_one_that_holds_others(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        table = writes(lamp.account, "table", at=NINE + 2 * HOUR, thread="t-table")
        merge(chair, into=lamp, by=agent, now=NINE + 3 * HOUR)
        with pytest.raises(merge_errors.HoldsOthers):
            merge(lamp, into=table, by=agent, now=NINE + 4 * HOUR)

    def test_two_texts_of_the_same_writer(self, lamp: Ticket, chair: Ticket, agent: User) -> None:
        lamp.drafts.create(user=agent, text="Bonjour")
        chair.drafts.create(user=agent, text="Bonsoir")
        self.check(lamp, chair, agent, merge_errors.SomebodyWrites)


def test_a_text_begun_on_the_merged_ticket_goes_along(lamp: Ticket, chair: Ticket, agent: User) -> None:
    lamp.drafts.create(user=agent, text="Bonjour")
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    assert chair.drafts.get().text == "Bonjour"


def test_what_is_left_to_do_goes_along(lamp: Ticket, chair: Ticket, agent: User) -> None:
    checklists.add_steps(lamp, ["weigh it", "call her"], by=agent, now=NINE)
    checklists.tick(lamp.steps.get(text="call her"), by=agent, now=NINE)
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    assert [step.text for step in chair.steps.all()] == ["weigh it"]


def test_the_same_key_on_both_tickets_names_two_replies(lamp: Ticket, chair: Ticket, agent: User) -> None:
    reply(lamp, agent, at=NINE + 2 * HOUR, idempotency_key="k")
    reply(chair, agent, at=NINE + 2 * HOUR, idempotency_key="k")
    merge(lamp, into=chair, by=agent, now=NINE + 5 * HOUR)
    assert chair.messages.filter(idempotency_key="k").count() == 1
    assert chair.messages.filter(direction="out").count() == 2


def test_taken_back_everything_is_as_it_was(lamp: Ticket, chair: Ticket, agent: User) -> None:
    before = [columns_of(ticket) for ticket in (lamp, chair)]
    waits = [list(ticket.cycles.values("opened_at", "due_at", "ended_at")) for ticket in (lamp, chair)]
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    unmerge(lamp, by=agent, now=NINE + 2 * HOUR)
    assert [columns_of(ticket) for ticket in (lamp, chair)] == before
    assert [list(t.cycles.values("opened_at", "due_at", "ended_at")) for t in (lamp, chair)] == waits
    assert not Message.objects.exclude(through=None, counts_for=None, moved_at=None).exists()


def test_what_came_in_since_returns_with_its_conversation(lamp: Ticket, chair: Ticket, agent: User) -> None:
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    writes(lamp.account, "lamp2", at=NINE + 3 * HOUR, thread="t-lamp")
    unmerge(lamp, by=agent, now=NINE + 4 * HOUR)
    assert (lamp.message_count, lamp.waits_since, lamp.merged_into) == (2, NINE, None)
    assert writes(lamp.account, "lamp3", at=NINE + 5 * HOUR, thread="t-lamp") == lamp


def test_answered_since_it_is_not_taken_back(lamp: Ticket, chair: Ticket, agent: User) -> None:
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    reply(chair, agent, at=NINE + 3 * HOUR)
    with pytest.raises(merge_errors.GoneOn):
        unmerge(lamp, by=agent, now=NINE + 5 * HOUR)


def test_what_was_never_merged_is_not_taken_back(lamp: Ticket, agent: User) -> None:
    with pytest.raises(merge_errors.NotMerged):
        unmerge(lamp, by=agent, now=NINE)


def test_tickets_of_the_buyer_are_suggested_those_about_the_order_first(
    lamp: Ticket, chair: Ticket, agent: User
) -> None:
    same = writes(lamp.account, "same", at=NINE - HOUR, thread="t-same", order_id="1-1")
    stranger = make_ticket(account=lamp.account)
    make_message(stranger)
    assert merge_candidates(lamp, agent) == [same, chair]


def test_a_colleague_who_answered_on_the_merged_ticket_stops_a_reply(lamp: Ticket, chair: Ticket, agent: User) -> None:
    seen = Message.objects.get(external_id="chair").pk
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    reply(chair, agent, at=NINE + 3 * HOUR)
    with pytest.raises(InboxError):
        outbox.queue_reply(chair, body="Moi aussi", by=agent, now=NINE + 5 * HOUR, wishes=ReplyWishes(seen=seen))
