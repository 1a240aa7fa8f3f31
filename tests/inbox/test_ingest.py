"""What arrives becomes tickets: nothing lost, nothing doubled, the clock the marketplace's."""

import pytest
from django.db import DatabaseError, transaction
from django.test import override_settings

from connectors.incoming import Direction, IncomingAttachment, IncomingNotice, Person, RawPayload
from connectors.models import Account, Notice, RawItem
from inbox.arriving.ingest import Counts, ingest, reread_unreadable
from inbox.models import Attachment, Buyer, Delivery, EventKind, Message, ResponseCycle, Status, Ticket, TicketEvent
from tests.inbox import arrive as arriving
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db


def test_a_buyers_message_becomes_a_ticket_with_the_marketplaces_clock(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), now=NINE + 3 * HOUR)
    ticket = Ticket.objects.get()
    assert ticket.needs_reply
    assert ticket.reply_due_at == NINE + DAY
    assert ticket.soft_due_at == NINE + 8 * HOUR
    assert ticket.snippet == "Bonjour, où est mon colis ?"
    assert ticket.messages.get().fetched_at == NINE + 3 * HOUR


def test_fetching_the_same_things_again_changes_nothing(account: Account) -> None:
    arrive(account, buyer_message("m1"), shop_message("m2", at=NINE + HOUR))
    before = Ticket.objects.values().get()
    counts = arrive(account, buyer_message("m1"), shop_message("m2", at=NINE + HOUR), now=NINE + DAY)
    assert counts == Counts(new=0, repeated=2, unreadable=0)
    assert Ticket.objects.values().get() == before
    assert Message.objects.count() == 2
    assert RawItem.objects.count() == 2


def test_the_same_thing_twice_on_one_page_counts_once(account: Account) -> None:
    counts = arrive(account, buyer_message("m1"), buyer_message("m1"))
    assert counts == Counts(new=1, repeated=1, unreadable=0)


def test_every_item_is_kept_raw(account: Account) -> None:
    arrive(account, buyer_message("m1"))
    assert RawItem.objects.get().body == '{"id":"m1"}'


def test_an_item_that_cannot_be_read_is_kept_with_its_reason_and_stops_nothing(account: Account) -> None:
    broken = RawPayload(kind="message", key="m0", body="broken")
    counts = ingest(account, [broken], read=arriving.read, now=NINE, quiet=False)
    assert counts.unreadable == 1
    assert RawItem.objects.get().problem == "messageId: missing"


def test_what_could_not_be_read_can_be_tried_again(account: Account) -> None:
    broken = RawPayload(kind="message", key="m0", body="broken")
    ingest(account, [broken], read=arriving.read, now=NINE, quiet=False)
    counts = reread_unreadable(account, read=lambda raw: buyer_message("m0"), now=NINE + HOUR)
    assert counts.new == 1
    assert RawItem.objects.get().problem == ""
    assert Ticket.objects.get().reply_due_at == NINE + DAY


def test_characters_that_the_database_refuses_survive_in_the_raw_item(account: Account) -> None:
    odd = RawPayload(kind="message", key="m1", body={"text": "a\x00b\ud800c"})
    ingest(account, [odd], read=lambda raw: buyer_message("m1"), now=NINE, quiet=False)
    assert RawItem.objects.get().body == '{"text":"a\\u0000b\\ud800c"}'


def test_a_body_of_two_megabytes_is_stored_whole(account: Account) -> None:
    body = "<script>alert('é')</script> mot " * 65_000
    arrive(account, buyer_message("m1", text=body))
    assert Message.objects.get().body_text == body


def test_a_message_without_author_or_text_is_stored(account: Account) -> None:
    arrive(account, buyer_message("m1", text="", author="", buyer=Person("")))
    assert Ticket.objects.get().needs_reply


def test_a_late_buyer_message_older_than_our_answer_opens_no_wait(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), shop_message("m3", at=NINE + 2 * HOUR))
    arrive(account, buyer_message("m2", at=NINE + HOUR), now=NINE + 5 * HOUR)
    ticket = Ticket.objects.get()
    assert not ticket.needs_reply
    assert ticket.reply_due_at is None
    assert ticket.cycles.count() == 1


def test_an_older_message_that_comes_later_moves_the_deadline_back(account: Account) -> None:
    arrive(account, buyer_message("m2", at=NINE + HOUR))
    arrive(account, buyer_message("m1", at=NINE))
    assert Ticket.objects.get().reply_due_at == NINE + DAY
    assert ResponseCycle.objects.get().opened_at == NINE


def test_a_message_fetched_after_its_deadline_is_late_at_arrival(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), now=NINE + 2 * DAY)
    cycle = ResponseCycle.objects.get()
    assert cycle.late_at_arrival
    assert cycle.met(NINE + 2 * DAY) is False


def test_an_answer_typed_on_the_marketplace_answers_with_its_own_time(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    arrive(account, shop_message("m2", at=NINE + HOUR), now=NINE + 9 * HOUR)
    cycle = ResponseCycle.objects.get()
    assert cycle.answered_at == NINE + HOUR
    assert cycle.end_reason == "answered_outside"
    assert Ticket.objects.get().status == Status.WAITING
    assert Message.objects.get(external_id="m2").delivery == Delivery.ACCEPTED


def test_history_comes_in_quietly_with_answered_threads_closed(account: Account) -> None:
    arrive(account, buyer_message("m1"), shop_message("m2", at=NINE + HOUR), now=NINE + DAY, quiet=True)
    ticket = Ticket.objects.get()
    assert ticket.status == Status.SOLVED
    assert not ticket.unread


def test_history_leaves_unanswered_threads_open(account: Account) -> None:
    arrive(account, buyer_message("m1"), now=NINE + HOUR, quiet=True)
    assert Ticket.objects.get().status == Status.OPEN


def test_history_read_in_pieces_gives_the_same_ticket(account: Account) -> None:
    arrive(account, shop_message("m2", at=NINE + HOUR), now=NINE + 60 * DAY, quiet=True)
    arrive(account, buyer_message("m3", at=NINE + 50 * DAY), now=NINE + 60 * DAY, quiet=True)
    arrive(account, buyer_message("m1", at=NINE), now=NINE + 60 * DAY, quiet=True)
    ticket = Ticket.objects.get()
    assert ticket.status == Status.OPEN
    assert ticket.message_count == 3
    assert ticket.cycles.count() == 2


def test_a_buyer_who_writes_soon_after_solving_reopens_the_ticket(account: Account) -> None:
    arrive(account, buyer_message("m1"), shop_message("m2", at=NINE + HOUR), now=NINE + HOUR, quiet=True)
    arrive(account, buyer_message("m3", at=NINE + 20 * DAY), now=NINE + 20 * DAY)
    ticket = Ticket.objects.get()
    assert ticket.status == Status.OPEN
    assert ticket.solved_at is None
    assert ticket.events.filter(kind=EventKind.REOPENED).exists()


@override_settings(REOPEN_WITHIN=30 * DAY)
def test_a_buyer_who_writes_long_after_solving_opens_the_next_episode(account: Account) -> None:
    arrive(account, buyer_message("m1"), shop_message("m2", at=NINE + HOUR), now=NINE + HOUR, quiet=True)
    arrive(account, buyer_message("m3", at=NINE + 40 * DAY), now=NINE + 40 * DAY)
    first, second = Ticket.objects.order_by("episode")
    assert (first.status, second.status) == (Status.SOLVED, Status.OPEN)
    assert second.episode == 2
    assert second.messages.get().external_id == "m3"
    assert second.buyer == first.buyer


def test_one_person_is_one_buyer_under_all_names(account: Account) -> None:
    arrive(account, buyer_message("m1", buyer=Person("jeanne_d", user_id="U1")))
    arrive(account, buyer_message("m2", thread_id="t2", buyer=Person("Jeanne_D")))
    arrive(account, buyer_message("m3", thread_id="t3", buyer=Person("jeanne.new", user_id="U1")))
    assert Buyer.objects.count() == 1
    assert set(Buyer.objects.get().handles.values_list("handle", flat=True)) == {"jeanne_d", "u1", "jeanne.new"}


def test_a_notice_opens_no_ticket(account: Account) -> None:
    notice = IncomingNotice("n1", "Votre relevé", "texte", "<p>texte</p>", NINE)
    arrive(account, notice)
    assert Notice.objects.get().subject == "Votre relevé"
    assert not Ticket.objects.exists()


def test_a_word_from_the_marketplace_itself_starts_no_clock(account: Account) -> None:
    arrive(account, buyer_message("m1", direction=Direction.SYSTEM, author="eBay"))
    assert not Ticket.objects.get().needs_reply


def test_a_date_in_the_future_cannot_postpone_the_deadline(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE + 300 * DAY), now=NINE)
    assert Ticket.objects.get().reply_due_at == NINE + DAY


def test_attachments_are_kept_as_links(account: Account) -> None:
    file = IncomingAttachment("photo.jpg", "image/jpeg", "https://pictures.test/1.jpg")
    arrive(account, buyer_message("m1", text="", attachments=(file,)))
    assert Attachment.objects.get().name == "photo.jpg"


def test_two_accounts_may_use_the_same_ids(account: Account) -> None:
    from tests.make import make_account

    other = make_account()
    arrive(account, buyer_message("m1"))
    arrive(other, buyer_message("m1"))
    assert Ticket.objects.count() == 2


def test_the_log_of_a_ticket_refuses_changes(account: Account) -> None:
    arrive(account, buyer_message("m1"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketEvent.objects.update(kind=EventKind.NOTE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketEvent.objects.all().delete()


def test_the_marketplaces_own_people_may_wait_for_an_answer_too(account: Account) -> None:
    care = {"direction": Direction.SYSTEM, "author": "Customer care"}
    arrive(account, buyer_message("m1", at=NINE, awaits_answer=True, **care))
    arrive(account, buyer_message("m2", at=NINE + HOUR, thread_id="t2", **care))
    asked, told = Ticket.objects.order_by("thread_id")
    assert (asked.needs_reply, asked.reply_due_at) == (True, NINE + DAY)
    assert not told.needs_reply
