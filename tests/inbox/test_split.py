"""Messages get a ticket of their own: their waits begin when the buyer wrote, and nobody is answered twice."""

import pytest

from connectors.models import Account
from inbox.models import Delivery, EventKind, Message, Status, Ticket, User
from inbox.sending import delivery, outbox
from inbox.tickets import merge_errors, triage
from inbox.tickets.merge import merge
from inbox.tickets.split import split
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.fake_marketplace import Post
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(postbox: Account) -> Ticket:
    """The buyer asks about a parcel at nine and about an invoice at ten."""
    arrive(postbox, buyer_message("parcel", order_id="1-1"))
    second = buyer_message("invoice", at=NINE + HOUR, text="Et ma facture ?")
    arrive(postbox, second, now=NINE + HOUR)
    return Ticket.objects.get()


def message(name: str) -> Message:
    return Message.objects.get(external_id=name)


def split_off(ticket: Ticket, by: User, *names: str, hours: int = 2) -> Ticket:
    return split(ticket, [message(name).pk for name in names], by=by, now=NINE + hours * HOUR)


def waits(ticket: Ticket) -> list[tuple[object, str]]:
    return list(ticket.cycles.order_by("number").values_list("opened_at", "end_reason"))


def test_the_new_ticket_takes_its_own_messages_times(ticket: Ticket, agent: User) -> None:
    due = ticket.reply_due_at
    assert due is not None
    new = split_off(ticket, agent, "invoice")
    assert (new.reply_due_at, new.waits_since, new.created_at) == (due + HOUR, NINE + HOUR, NINE + HOUR)
    assert (ticket.reply_due_at, ticket.waits_since) == (due, NINE)
    assert (new.message_count, ticket.message_count) == (1, 1)


def test_the_older_question_split_off_leaves_the_other_its_own_time(ticket: Ticket, agent: User) -> None:
    new = split_off(ticket, agent, "parcel")
    assert (new.waits_since, ticket.waits_since) == (NINE, NINE + HOUR)
    assert waits(ticket) == [(NINE + HOUR, "")]


def test_its_topic_and_level_are_those_of_its_own_messages(postbox: Account, agent: User) -> None:
    arrive(postbox, buyer_message("parcel", text="Où est mon colis ?"))
    broken = buyer_message("broken", at=NINE + HOUR, text="La lampe de ma première commande est arrivée cassée")
    arrive(postbox, broken, now=NINE + HOUR)
    ticket = Ticket.objects.get()

    new = split_off(ticket, agent, "broken")

    assert (new.topic, new.level, new.corrected) == ("defective", 2, [])


def test_it_is_of_the_same_buyer_order_and_conversation(ticket: Ticket, agent: User) -> None:
    new = split_off(ticket, agent, "invoice")
    assert (new.buyer, new.order_id, new.thread_id, new.split_from) == (
        *(ticket.buyer, "1-1", ticket.thread_id, ticket),
    )
    assert (new.status, new.episode) == (Status.OPEN, 2)


def test_what_was_answered_stays_answered_and_in_the_old_tickets_history(ticket: Ticket, agent: User) -> None:
    triage.no_answer_needed(ticket, by=agent, now=NINE + 2 * HOUR)
    before = list(ticket.cycles.values("opened_at", "due_at", "ended_at", "end_reason"))
    new = split_off(ticket, agent, "invoice", hours=3)
    assert (new.needs_reply, new.status, waits(new)) == (False, Status.WAITING, [])
    assert list(ticket.cycles.values("opened_at", "due_at", "ended_at", "end_reason")) == before


def test_what_she_writes_next_lands_on_the_old_ticket(ticket: Ticket, agent: User) -> None:
    new = split_off(ticket, agent, "invoice")
    arrive(ticket.account, buyer_message("more", at=NINE + 3 * HOUR), now=NINE + 3 * HOUR)
    assert message("more").ticket == ticket
    assert new.messages.count() == 1


def test_long_after_the_old_ticket_was_solved_a_new_one_begins(ticket: Ticket, agent: User) -> None:
    split_off(ticket, agent, "invoice")
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE + 3 * HOUR)
    later = NINE + 90 * DAY
    arrive(ticket.account, buyer_message("later", at=later), now=later)
    assert message("later").ticket.episode == 3


def test_each_ticket_is_answered_for_itself(ticket: Ticket, agent: User, post: Post) -> None:
    new = split_off(ticket, agent, "invoice")
    reply = outbox.queue_reply(new, body="La voici.", by=agent, now=NINE + 3 * HOUR)
    delivery.deliver(reply.pk, now=NINE + 4 * HOUR)
    for one in (ticket, new):
        one.refresh_from_db()
    assert (new.needs_reply, ticket.needs_reply) == (False, True)
    assert (post.sent[-1].thread_id, post.sent[-1].quoted_text) == ("t1", "Et ma facture ?")


def test_our_reply_on_the_new_ticket_is_known_again_when_the_marketplace_shows_it(ticket: Ticket, agent: User) -> None:
    new = split_off(ticket, agent, "invoice")
    reply = outbox.queue_reply(new, body="La voici.", by=agent, now=NINE + 3 * HOUR)
    unsure = {"delivery": Delivery.UNSURE, "attempted_at": NINE + 3 * HOUR, "attempts": 1}
    Message.objects.filter(pk=reply.pk).update(**unsure)
    seen = shop_message("seen", at=NINE + 3 * HOUR, text="La voici.")
    arrive(ticket.account, seen, now=NINE + 4 * HOUR)
    reply.refresh_from_db()
    new.refresh_from_db()
    assert (reply.external_id, reply.ticket, new.needs_reply) == ("seen", new, False)


def test_both_logs_name_the_other_ticket(ticket: Ticket, agent: User) -> None:
    new = split_off(ticket, agent, "invoice")
    assert ticket.events.get(kind=EventKind.SPLIT).after == {"value": new.pk}
    assert new.events.get(kind=EventKind.OPENED).before == {"value": ticket.pk}


def test_merged_back_it_is_as_it_was(ticket: Ticket, agent: User) -> None:
    before, due = waits(ticket), ticket.reply_due_at
    new = split_off(ticket, agent, "invoice")
    merge(new, into=ticket, by=agent, now=NINE + 3 * HOUR)
    assert (waits(ticket), ticket.reply_due_at, ticket.message_count) == (before, due, 2)


def test_an_answer_before_the_split_still_counts_after_merging_back(ticket: Ticket, agent: User) -> None:
    reply = outbox.queue_reply(ticket, body="Il arrive.", by=agent, now=NINE + 2 * HOUR)
    delivery.deliver(reply.pk, now=NINE + 3 * HOUR)
    before = waits(ticket)
    new = split_off(ticket, agent, "invoice", hours=4)
    merge(new, into=ticket, by=agent, now=NINE + 5 * HOUR)
    assert (waits(ticket), ticket.needs_reply) == (before, False)


def test_an_answer_goes_along_with_its_question(ticket: Ticket, agent: User) -> None:
    reply = outbox.queue_reply(ticket, body="Il arrive.", by=agent, now=NINE + 2 * HOUR)
    delivery.deliver(reply.pk, now=NINE + 3 * HOUR)
    new = split(ticket, [message("invoice").pk, reply.pk], by=agent, now=NINE + 4 * HOUR)
    assert (new.message_count, new.needs_reply, ticket.needs_reply) == (2, False, False)
    assert waits(ticket) == [(NINE, "answered")]


def test_something_of_the_buyers_must_go_and_something_stay(ticket: Ticket, agent: User) -> None:
    note = triage.add_note(ticket, body="Seen.", by=agent, now=NINE)
    with pytest.raises(merge_errors.NothingToSplit):
        split(ticket, [note.pk], by=agent, now=NINE + 2 * HOUR)
    with pytest.raises(merge_errors.NothingToSplit):
        split(ticket, [], by=agent, now=NINE + 2 * HOUR)
    with pytest.raises(merge_errors.NothingLeft):
        split_off(ticket, agent, "parcel", "invoice")
    assert Ticket.objects.count() == 1


def test_a_reply_on_its_way_is_not_moved(ticket: Ticket, agent: User) -> None:
    reply = outbox.queue_reply(ticket, body="Il arrive.", by=agent, now=NINE + 2 * HOUR)
    with pytest.raises(merge_errors.ReplyOnItsWay):
        split(ticket, [message("invoice").pk, reply.pk], by=agent, now=NINE + 2 * HOUR)


def test_messages_of_two_conversations_do_not_go_together(ticket: Ticket, agent: User) -> None:
    arrive(ticket.account, buyer_message("other", at=NINE + HOUR, thread_id="t2"), now=NINE + HOUR)
    merge(message("other").ticket, into=ticket, by=agent, now=NINE + 2 * HOUR)
    with pytest.raises(merge_errors.NothingToSplit):
        split_off(ticket, agent, "invoice", "other", hours=3)
    new = split_off(ticket, agent, "other", hours=3)
    assert (new.thread_id, new.waits_since) == ("t2", NINE + HOUR)
