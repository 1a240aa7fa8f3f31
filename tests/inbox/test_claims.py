"""Claims: the marketplace's own deadline rules, entries may come in any order, and none is lost."""

from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connectors.incoming import ClaimKind, ClaimState, Direction, IncomingAttachment, IncomingClaim, Money, Person
from connectors.models import Account, Notice
from inbox.errors import NotAConversation
from inbox.models import Claim, EventKind, Message, Original, Status, Ticket, Understanding, User
from inbox.models.ticket import Priority
from inbox.sending import outbox
from inbox.tickets import triage
from inbox.understanding.backlog import read_imported
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_account

pytestmark = pytest.mark.django_db


def entry(external_id: str, *, at: datetime = NINE, **fields: Any) -> IncomingClaim:
    values: dict[str, Any] = {
        "claim_id": "A1",
        "kind": ClaimKind.A_TO_Z,
        "state": ClaimState.SELLER,
        "subject": "A-to-z claim",
        "text": "The buyer has opened a claim.",
        "order_id": "1-2-3",
    } | fields
    return IncomingClaim(external_id=external_id, written_at=at, **values)


def opened(external_id: str = "e1", *, at: datetime = NINE, **fields: Any) -> IncomingClaim:
    return entry(
        external_id, at=at, **({"respond_by": NINE + 3 * DAY, "amount": Money(Decimal("19.90"), "EUR")} | fields)
    )


def decided(external_id: str = "e2", *, at: datetime = NINE + DAY, **fields: Any) -> IncomingClaim:
    return entry(external_id, at=at, **({"state": ClaimState.LOST} | fields))


def test_a_claim_has_a_ticket_of_its_own_with_the_marketplaces_deadline(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3"), opened(links={"case": "https://sellercentral.test/1"}))
    ticket = Ticket.objects.get(kind="claim")
    assert (ticket.thread_id, ticket.order_id, ticket.priority) == ("claim:A1", "1-2-3", Priority.URGENT)
    assert (ticket.needs_reply, ticket.reply_due_at, ticket.queue_at) == (True, NINE + 3 * DAY, NINE + 3 * DAY)
    assert ticket.buyer == Ticket.objects.get(kind="message").buyer
    claim = Claim.objects.get()
    assert (claim.ticket, claim.state, claim.amount, claim.currency) == (ticket, "seller", Decimal("19.90"), "EUR")
    assert ticket.messages.get().direction == "system"
    assert Original.objects.get().links == {"case": "https://sellercentral.test/1"}


def test_a_conversation_that_becomes_a_claim_stays_one_ticket(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3"), buyer_message("m2", thread_id="t2", order_id="1-2-3"))
    grown = Ticket.objects.exclude(thread_id="t2").get()
    arrive(account, entry("e1", opens_ticket=False, thread_id=grown.thread_id, starts_clock=True))
    assert Claim.objects.get().ticket == grown
    assert grown.messages.filter(direction="system", opens_wait=True).count() == 1
    assert Ticket.objects.count() == 2
    assert Ticket.objects.get(thread_id=grown.thread_id).priority > Ticket.objects.get(thread_id="t2").priority


def test_a_claim_that_is_escalated_makes_its_ticket_urgent(account: Account) -> None:
    arrive(account, opened(kind=ClaimKind.CASE))
    assert Ticket.objects.get().priority == Priority.HIGH
    arrive(account, entry("e2", kind=ClaimKind.CASE, state=None, at=NINE + HOUR, urgent=True), now=NINE + HOUR)
    assert Ticket.objects.get().priority == Priority.URGENT


def test_what_people_say_in_a_claim_is_shown_as_theirs_and_moves_no_clock_but_their_own_answer(
    account: Account,
) -> None:
    arrive(account, opened(starts_clock=True, kind=ClaimKind.RETURN, respond_by=None))
    said = entry("e2", at=NINE + HOUR, state=None, direction=Direction.IN, author="jeanne_d", text="Toujours rien ?")
    answered = entry("e3", at=NINE + 2 * HOUR, state=None, direction=Direction.OUT, author="velo_shop", text="Demain.")
    arrive(account, said, answered, now=NINE + 3 * HOUR)
    ticket = Ticket.objects.get()
    spoken = ticket.messages.exclude(direction="system").order_by("written_at")
    assert list(spoken.values_list("direction", "author")) == [("in", "jeanne_d"), ("out", "velo_shop")]
    assert [(cycle.opened_at, cycle.answered_at) for cycle in ticket.cycles.all()] == [(NINE, NINE + 2 * HOUR)]


def test_what_a_buyer_says_in_a_claim_is_read_like_any_message_of_his(account: Account) -> None:
    arrive(account, opened(kind=ClaimKind.RETURN))
    own_words: dict[str, Any] = {"state": None, "direction": Direction.IN, "author": "jeanne_d"}
    said = entry("e2", at=NINE + HOUR, text="La lampe est arrivée cassée, le verre est brisé.", **own_words)
    arrive(account, said, now=NINE + HOUR)
    message = Ticket.objects.get().messages.get(external_id="e2")
    ticket, read = message.ticket, message.understanding
    assert (message.language, read.language, read.topic, read.level) == ("fr", "fr", "defective", 2)
    assert (ticket.language, ticket.topic, ticket.level, ticket.buyer.language) == ("fr", "defective", 2, "fr")
    assert ticket.events.filter(kind=EventKind.TOPIC, message_id=message.pk).exists()


def test_what_was_stored_before_claims_were_read_is_read_in_the_background(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3", text="Where is my parcel?", at=NINE + DAY))
    own: dict[str, Any] = {"state": None, "direction": Direction.IN, "author": "jeanne_d"}
    said = entry("e2", at=NINE + HOUR, text="La lampe est arrivée cassée, le verre est brisé.", **own)
    shown = IncomingAttachment("scratch.png", "image/png", problem="kept by nobody")
    picture = entry("e3", at=NINE + HOUR, text="scratch.png", attachments=(shown,), **own)
    arrive(account, opened(kind=ClaimKind.RETURN), said, picture, now=NINE + DAY)
    Understanding.objects.filter(message__within="return").delete()
    Message.objects.filter(within="return").update(language="")
    Ticket.objects.filter(kind="claim").update(topic="", level=None, language="")
    with connection.cursor() as cursor:
        cursor.execute(import_module("inbox.migrations.0045_read_what_was_not").MARK)
    assert list(Ticket.objects.filter(to_understand=True).values_list("kind", flat=True)) == ["claim"]
    assert (read_imported(NINE + DAY), read_imported(NINE + DAY)) == (1, 0)
    ticket = Ticket.objects.get(kind="claim")
    message = ticket.messages.get(external_id="e2")
    assert (ticket.topic, ticket.level, ticket.language) == ("defective", 2, "fr")
    assert (message.language, message.understanding.topic) == ("fr", "defective")
    assert not Understanding.objects.filter(message__external_id="e3").exists()


def test_what_is_older_than_what_was_read_says_nothing_new_of_its_ticket(account: Account) -> None:
    arrive(account, buyer_message("m1", text="La lampe est arrivée cassée.", at=NINE))
    arrive(account, buyer_message("m2", text="Je veux une facture.", at=NINE + HOUR), now=NINE + HOUR)
    Understanding.objects.filter(message__external_id="m1").delete()
    Ticket.objects.update(to_understand=True)
    read_imported(NINE + DAY)
    assert Understanding.objects.get(message__external_id="m1").topic == "defective"
    assert Ticket.objects.get().topic == "invoice"


def test_what_is_no_buyers_words_in_a_claim_is_not_read(account: Account) -> None:
    shown = IncomingAttachment("scratch.png", "image/png", problem="kept by nobody")
    own: dict[str, Any] = {"state": None, "direction": Direction.IN, "author": "jeanne_d"}
    arrive(account, opened(), entry("e2", text="scratch.png", attachments=(shown,), **own))
    arrive(account, entry("e3", state=None, direction=Direction.OUT, text="Où est la photo de la lampe cassée ?"))
    assert not Understanding.objects.exists()


def test_the_language_of_a_claim_is_that_in_which_its_buyer_writes(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3", text="Wo bleibt meine Bestellung? Ich warte seit Tagen."))
    arrive(account, opened(), entry("e2", state=None, direction=Direction.IN, text="???"))
    assert Ticket.objects.get(kind="claim").language == "de"


def test_what_the_marketplace_calls_state_and_reason_is_kept_in_its_own_words(account: Account) -> None:
    arrive(account, opened(item_id="i1", state_there="WAITING_SELLER", reason="NEVER_HEARD_OF"))
    arrive(account, entry("e2", at=NINE + HOUR, state=None, state_there="ESCALATED"), now=NINE + HOUR)
    claim = Claim.objects.get()
    assert (claim.item_id, claim.state_there, claim.reason) == ("i1", "ESCALATED", "NEVER_HEARD_OF")


def test_a_decision_ends_the_deadline_and_is_left_for_somebody_to_see(account: Account) -> None:
    arrive(account, opened())
    arrive(account, decided(), now=NINE + DAY)
    ticket = Ticket.objects.get()
    assert (ticket.needs_reply, ticket.reply_due_at, ticket.status, ticket.unread) == (False, None, Status.OPEN, True)
    assert (Claim.objects.get().state, Claim.objects.get().ended_at) == ("lost", NINE + DAY)
    kinds = list(ticket.events.order_by("id").values_list("kind", flat=True))
    assert kinds == [EventKind.OPENED, EventKind.CLAIM_OPENED, EventKind.CLAIM_ENDED]


def test_an_opening_that_comes_after_the_decision_opens_nothing_again(account: Account) -> None:
    arrive(account, decided(), now=NINE + DAY)
    arrive(account, opened(starts_clock=True), now=NINE + DAY)
    claim, ticket = Claim.objects.get(), Ticket.objects.get()
    assert (claim.state, claim.opened_at, claim.changed_at) == ("lost", NINE, NINE + DAY)
    assert (claim.respond_by, claim.amount) == (NINE + 3 * DAY, Decimal("19.90"))
    assert not ticket.needs_reply
    assert ticket.message_count == 2


def test_an_entry_that_says_nothing_of_the_state_leaves_it(account: Account) -> None:
    arrive(account, opened())
    arrive(account, entry("e2", at=NINE + HOUR, state=None, text="A reminder."), now=NINE + HOUR)
    assert Claim.objects.get().state == "seller"
    assert Ticket.objects.get().reply_due_at == NINE + 3 * DAY


def test_the_same_entry_again_changes_nothing(account: Account) -> None:
    arrive(account, opened())
    counts = arrive(account, opened(), opened(), now=NINE + HOUR)
    assert (counts.new, counts.repeated) == (0, 2)
    assert Ticket.objects.get().message_count == 1


def test_a_cancellation_starts_the_clock_like_a_buyers_message_until_the_claim_ends(account: Account) -> None:
    asked = entry("e1", kind=ClaimKind.CANCELLATION, starts_clock=True)
    arrive(account, asked, now=NINE + HOUR)
    ticket = Ticket.objects.get()
    assert (ticket.reply_due_at, ticket.priority) == (NINE + DAY, Priority.URGENT)
    arrive(account, decided(kind=ClaimKind.CANCELLATION, state=ClaimState.CLOSED, at=NINE + 2 * HOUR), now=NINE + DAY)
    ticket.refresh_from_db()
    assert not ticket.needs_reply
    assert ticket.cycles.get().end_reason == "claim_ended"


def test_the_sooner_of_wait_and_claim_rules_the_list(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3"))
    arrive(account, opened(opens_ticket=False, kind=ClaimKind.RETURN), now=NINE + HOUR)
    ticket = Ticket.objects.get()
    assert (ticket.claim_due_at, ticket.reply_due_at) == (NINE + 3 * DAY, NINE + DAY)
    Claim.objects.update(respond_by=NINE + 2 * HOUR)
    arrive(account, entry("e3", at=NINE + HOUR, state=None, opens_ticket=False), now=NINE + HOUR)
    ticket.refresh_from_db()
    assert ticket.reply_due_at == NINE + 2 * HOUR


def test_a_return_goes_to_the_newest_conversation_about_its_order(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3"))
    arrive(account, buyer_message("m2", thread_id="t2", order_id="1-2-3", at=NINE + HOUR), now=NINE + HOUR)
    back = entry("e1", at=NINE + 2 * HOUR, kind=ClaimKind.RETURN, state=ClaimState.WAITING, opens_ticket=False)
    arrive(account, back, now=NINE + 2 * HOUR)
    ticket = Ticket.objects.get(thread_id="t2")
    assert (ticket.message_count, ticket.last_message_at, ticket.reply_due_at) == (
        2,
        back.written_at,
        NINE + HOUR + DAY,
    )
    assert Claim.objects.get().ticket == ticket


def test_an_entry_on_a_conversation_is_its_latest_news_but_the_last_words_of_a_person_stay_shown(
    account: Account,
) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3", text="Où est mon colis ?"))
    thread_id = Ticket.objects.get().thread_id
    for name, at in (("e1", NINE + HOUR), ("e2", NINE + 2 * HOUR)):
        arrive(account, entry(name, at=at, opens_ticket=False, thread_id=thread_id), now=at)
    ticket = Ticket.objects.get()
    assert (ticket.last_direction, ticket.snippet) == ("in", "Où est mon colis ?")
    assert (ticket.message_count, ticket.last_message_at) == (3, NINE + 2 * HOUR)
    arrive(account, buyer_message("m2", order_id="1-2-3", text="Alors ?", at=NINE + 3 * HOUR), now=NINE + 3 * HOUR)
    assert Ticket.objects.get().snippet == "Alors ?"


def test_words_of_the_buyer_inside_a_claim_are_shown_on_its_conversation(account: Account) -> None:
    arrive(account, buyer_message("m1", order_id="1-2-3", text="Où est mon colis ?"))
    said = entry("e1", at=NINE + HOUR, opens_ticket=False, state=None, direction=Direction.IN, text="Toujours rien.")
    arrive(account, said, now=NINE + HOUR)
    assert Ticket.objects.get().snippet == "Toujours rien."


def test_a_claim_with_a_ticket_of_its_own_shows_its_newest_entry_line_by_line(account: Account) -> None:
    arrive(account, opened(), entry("e2", at=NINE + HOUR, text="Case: OPEN\n\n  Amount:  5 EUR"), now=NINE + HOUR)
    ticket = Ticket.objects.get()
    assert (ticket.last_direction, ticket.snippet) == ("system", "Case: OPEN\nAmount: 5 EUR")


def test_a_return_without_a_conversation_is_a_notice_of_the_account(account: Account) -> None:
    back = entry("e1", kind=ClaimKind.RETURN, opens_ticket=False)
    assert arrive(account, back).new == 1
    assert arrive(account, back).new == 0
    assert Notice.objects.get().text == "The buyer has opened a claim."
    assert not Ticket.objects.exists()


def test_old_claims_come_in_closed_unless_an_answer_is_still_awaited(account: Account) -> None:
    arrive(account, opened(), now=NINE + 20 * DAY, quiet=True)
    arrive(
        account,
        opened("e2", claim_id="A2"),
        entry("e3", claim_id="A3", kind=ClaimKind.CANCELLATION, starts_clock=True),
        now=NINE + 2 * DAY,
        quiet=True,
    )
    closed, awaited, cancelled = Ticket.objects.order_by("thread_id")
    assert (closed.status, closed.needs_reply, closed.unread) == (Status.SOLVED, False, False)
    assert (awaited.status, awaited.reply_due_at) == (Status.OPEN, NINE + 3 * DAY)
    assert (cancelled.status, cancelled.needs_reply) == (Status.SOLVED, False)


def test_what_a_first_import_tells_of_opened_and_decided_comes_in_closed(account: Account) -> None:
    arrive(account, decided(), opened(starts_clock=True), now=NINE + 2 * DAY, quiet=True)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.needs_reply, ticket.message_count) == (Status.SOLVED, False, 2)
    kinds = list(ticket.events.order_by("id").values_list("kind", flat=True))
    assert kinds == [EventKind.OPENED, EventKind.CLAIM_OPENED, EventKind.CLAIM_ENDED]


def test_many_claims_at_once_cost_as_few_queries_as_one(account: Account) -> None:
    def queries(first: int, count: int) -> int:
        told = [opened(f"e{n}", claim_id=f"A{n}", order_id=f"o{n}") for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as captured:
            arrive(account, *told)
        return len(captured)

    assert queries(0, 1) >= queries(1, 20)
    assert Claim.objects.count() == Ticket.objects.count() == 21


def test_what_was_written_before_the_account_was_connected_comes_in_closed_however_late(account: Account) -> None:
    """A report tells of old claims only after the first import."""
    told: dict[str, Any] = {"state": None, "respond_by": None}
    arrive(account, opened(at=NINE - HOUR, **told), opened("e2", at=NINE, claim_id="A2", **told), now=NINE + HOUR)
    old, news = Ticket.objects.order_by("thread_id")
    assert (old.status, old.unread, news.status, news.unread) == (Status.SOLVED, False, Status.OPEN, True)
    assert Claim.objects.count() == 2


def test_what_is_old_is_open_if_the_marketplace_still_waits(account: Account) -> None:
    arrive(account, opened(at=NINE - DAY), now=NINE + HOUR)
    assert (Ticket.objects.get().status, Ticket.objects.get().reply_due_at) == (Status.OPEN, NINE + 3 * DAY)


def test_an_old_entry_closes_no_claim_that_somebody_has_yet_to_see(account: Account) -> None:
    arrive(account, decided(at=NINE + HOUR), now=NINE + HOUR)
    arrive(account, entry("e3", at=NINE - DAY, state=None), now=NINE + 2 * HOUR)
    assert (Ticket.objects.get().status, Ticket.objects.get().unread) == (Status.OPEN, True)


def test_a_person_who_solves_the_ticket_ends_the_deadline_and_may_take_it_back(account: Account, agent: User) -> None:
    arrive(account, opened(starts_clock=True))
    ticket = Ticket.objects.get()
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE + HOUR)
    assert (ticket.needs_reply, ticket.claim_due_at, ticket.reply_due_at) == (False, None, None)
    triage.answer_needed(ticket, by=agent, now=NINE + 2 * HOUR)
    assert (ticket.status, ticket.reply_due_at) == (Status.OPEN, NINE + DAY)
    assert ticket.claim_due_at == NINE + 3 * DAY
    triage.no_answer_needed(ticket, by=agent, now=NINE + 3 * HOUR)
    assert not ticket.needs_reply


def test_a_claim_takes_no_reply(account: Account, agent: User) -> None:
    arrive(account, opened())
    with pytest.raises(NotAConversation):
        outbox.queue_reply(Ticket.objects.get(), body="Bonjour", by=agent, now=NINE)


def test_a_claim_of_an_unknown_buyer_is_known_by_its_order(account: Account) -> None:
    arrive(account, opened(), opened("e2", claim_id="A2", order_id="4-5-6", buyer=Person("", "Paul")))
    assert set(Ticket.objects.values_list("buyer_name", flat=True)) == {"1-2-3", "Paul"}


def back(at: datetime, **fields: Any) -> IncomingClaim:
    values = {"claim_id": "return:1-2-3", "kind": ClaimKind.RETURN, "state": ClaimState.WAITING} | fields
    return entry("back", at=at, opens_ticket=False, **values)


def given_back(at: datetime, **fields: Any) -> IncomingClaim:
    values = {"claim_id": "refund:1-2-3:r1", "kind": ClaimKind.REFUND, "state": ClaimState.CLOSED} | fields
    return entry("refund", at=at, opens_ticket=False, **values)


@pytest.mark.parametrize("is_told_backwards", [False, True])
def test_an_amazon_return_is_over_once_its_money_was_given_back(db: None, is_told_backwards: bool) -> None:
    amazon = make_account(marketplace="amazon", created_at=NINE)
    arrive(amazon, buyer_message("m1", order_id="1-2-3"))
    told = [back(NINE + HOUR), given_back(NINE + 3 * DAY)]
    for each in reversed(told) if is_told_backwards else told:
        arrive(amazon, each, now=NINE + 4 * DAY)
    returned = Claim.objects.get(kind="return")
    assert (returned.state, returned.ended_at) == ("closed", NINE + 3 * DAY)
    ticket = Ticket.objects.get()
    assert not ticket.has_open_claim
    last = ticket.events.filter(kind=EventKind.CLAIM_CHANGED).get()
    assert (last.before, last.after) == ({"state": "waiting"}, {"state": "closed", "claim": "return"})


@pytest.mark.parametrize(
    ("refund", "marketplace"),
    [
        (given_back(NINE), "amazon"),
        (given_back(NINE + 3 * DAY, order_id="9-9-9"), "amazon"),
        (given_back(NINE + 3 * DAY), "cdiscount"),
    ],
    ids=["a refund of before", "of another order", "where a claim of this kind is a quarrel about one"],
)
def test_a_return_goes_on_whatever_else_was_given_back(db: None, refund: IncomingClaim, marketplace: str) -> None:
    account = make_account(marketplace=marketplace, created_at=NINE)
    arrive(account, buyer_message("m1", order_id="1-2-3"), buyer_message("m2", thread_id="t2", order_id="9-9-9"))
    arrive(account, back(NINE + HOUR), refund, now=NINE + 4 * DAY)
    assert Claim.objects.get(kind="return").ended_at is None
