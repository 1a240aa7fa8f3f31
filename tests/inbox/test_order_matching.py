"""Tickets find their order whichever comes first; what the marketplace or a person said stays."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, IncomingOrder, OrderItem, Person
from connectors.models import Account
from inbox.arriving.ingest import take_in
from inbox.models import (
    BuyerHandle,
    Delivery,
    EventKind,
    Message,
    MessageDirection,
    Order,
    OrderMatch,
    Ticket,
    TicketEvent,
    User,
)
from inbox.orders.errors import NoSuchOrder
from inbox.orders.matching import choose_order, match_orders
from inbox.sending.outgoing_reply import outgoing_reply
from tests.inbox.arrive import Named, arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_account, make_buyer, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db

LAMP = "12-34567-89012"
BELL = "12-00000-00001"


def order(
    order_id: str = LAMP, *, item: str = "lamp", placed_at: datetime = NINE - DAY, **fields: Any
) -> IncomingOrder:
    values: dict[str, Any] = {
        "channel": "SITE_FR",
        "state": "PAID",
        "buyer_handle": "Jeanne_D",
        "updated_at": placed_at,
    } | fields
    return IncomingOrder(external_id=order_id, placed_at=placed_at, items=(OrderItem(item, item.title(), 1),), **values)


def found() -> tuple[str, str]:
    return Ticket.objects.values_list("order_id", "order_match").get()


@pytest.mark.parametrize(
    ("text", "item", "orders", "expected"),
    [
        (f"where is {LAMP}?", "", [order(), order(BELL, item="bell")], (LAMP, OrderMatch.SURE)),
        ("where is it?", "lamp", [order(), order(BELL, item="bell")], (LAMP, OrderMatch.SURE)),
        ("where is it?", "lamp", [order(), order(BELL, placed_at=NINE - 2 * DAY)], (LAMP, OrderMatch.LIKELY)),
        ("where is it?", "", [order()], (LAMP, OrderMatch.POSSIBLE)),
        ("where is it?", "bell", [order()], (LAMP, OrderMatch.POSSIBLE)),
        ("do you sell hats?", "hat", [], ("", "")),
        (f"where is {LAMP}?", "", [order(buyer_handle="somebody_else")], ("", "")),
    ],
)
@pytest.mark.parametrize("orders_first", [True, False])
def test_every_rung_whichever_comes_first(
    account: Account,
    text: str,
    item: str,
    orders: list[IncomingOrder],
    expected: tuple[str, str],
    orders_first: bool,
) -> None:
    message = buyer_message("m1", text=text, item_id=item)
    things: list[Sequence[Named]] = [orders, [message]]
    for these in things if orders_first else things[::-1]:
        arrive(account, *these)

    assert found() == expected


def test_the_order_of_another_account_is_not_his(account: Account) -> None:
    arrive(make_account(), order())
    arrive(account, buyer_message("m1", text=LAMP))

    assert found() == ("", "")


def test_case_does_not_matter_and_every_name_of_the_buyer_counts(account: Account) -> None:
    buyer = make_buyer(account=account, handle="jeanne_d")
    BuyerHandle.objects.create(account=account, buyer=buyer, handle="id-77ax")
    arrive(account, buyer_message("m1", item_id="lamp"))

    arrive(account, order(buyer_handle="ID-77aX"))

    assert found() == (LAMP, OrderMatch.SURE)
    assert Order.objects.get().buyer_handle == "id-77ax"


def test_orders_that_name_no_buyer_are_nobodys(account: Account) -> None:
    BuyerHandle.objects.create(account=account, buyer=make_buyer(account=account, handle="x"), handle="")
    arrive(account, order(buyer_handle=""))
    arrive(account, buyer_message("m1", buyer=Person("x"), author="x"))

    assert found() == ("", "")


def test_it_works_for_any_marketplace(db: None) -> None:
    mailbox = make_account(marketplace="amazon")
    arrive(mailbox, order(buyer_handle="abc@relay.test"))
    arrive(mailbox, buyer_message("m1", buyer=Person("ABC@relay.test"), item_id="lamp"))

    assert found() == (LAMP, OrderMatch.SURE)


def test_a_first_import_matches_quietly(account: Account) -> None:
    arrive(account, buyer_message("m1", item_id="lamp"), shop_message("m2", at=NINE + HOUR), quiet=True)
    arrive(account, order(), quiet=True)

    assert found() == (LAMP, OrderMatch.SURE)
    assert not Ticket.objects.get().unread


def test_a_weak_match_is_improved_when_the_buyer_names_the_order(account: Account) -> None:
    arrive(account, order(), buyer_message("m1"))
    assert found() == (LAMP, OrderMatch.POSSIBLE)

    arrive(account, buyer_message("m2", text=f"It is {LAMP}", at=NINE + HOUR))

    assert found() == (LAMP, OrderMatch.SURE)


def test_a_question_before_the_sale_stays_one_until_he_writes_about_what_he_bought(account: Account) -> None:
    arrive(account, buyer_message("m1", item_id="lamp", text="Is it in stock?"))
    arrive(account, order(placed_at=NINE + HOUR))
    assert found() == ("", "")

    arrive(account, buyer_message("m2", at=NINE + DAY, text="When does it come?"), now=NINE + DAY)

    assert found() == (LAMP, OrderMatch.SURE)


def test_what_the_shop_wrote_on_the_marketplaces_site_names_an_order_too(account: Account) -> None:
    arrive(account, order(), order(BELL, item="bell"), buyer_message("m1"))
    assert found() == ("", "")

    arrive(account, shop_message("m2", at=NINE + HOUR, text=f"Your order {BELL} is on its way"))

    assert found() == (BELL, OrderMatch.SURE)


def test_a_note_of_ours_names_nothing(account: Account) -> None:
    arrive(account, buyer_message("m1"))
    make_message(Ticket.objects.get(), direction=MessageDirection.NOTE, body_text=f"not {BELL}")

    arrive(account, order(), order(BELL, item="bell"))

    assert found() == ("", "")


def test_an_order_that_was_only_asked_for_counts_when_it_is_there(account: Account) -> None:
    make_order(account=account, external_id=LAMP, channel="", placed_at=None, changed_at=None)
    arrive(account, buyer_message("m1", item_id="lamp"))
    assert found() == ("", "")

    arrive(account, order())

    assert found() == (LAMP, OrderMatch.SURE)


def test_every_conversation_of_the_buyer_is_looked_at(account: Account) -> None:
    arrive(account, buyer_message("m1", item_id="lamp"), buyer_message("m2", thread_id="t2", item_id="bell"))

    arrive(account, order(), order(BELL, item="bell"))

    assert set(Ticket.objects.values_list("order_id", "order_match")) == {
        (LAMP, OrderMatch.SURE),
        (BELL, OrderMatch.SURE),
    }


def test_what_the_marketplace_says_is_never_overwritten(account: Account) -> None:
    arrive(account, order(), buyer_message("m1", order_id="said", item_id="lamp", text=LAMP))

    assert found() == ("said", "")


def test_what_the_marketplace_says_later_goes_before_a_guess(account: Account) -> None:
    arrive(account, order(), buyer_message("m1", item_id="lamp"))

    arrive(account, buyer_message("m2", at=NINE + HOUR, order_id="said"))

    assert found() == ("said", "")


@pytest.mark.parametrize("chosen", ["99-99999-99999", ""])
def test_what_a_person_chose_survives_every_pull(account: Account, agent: User, chosen: str) -> None:
    arrive(account, order(), buyer_message("m1", item_id="lamp"))
    choose_order(Ticket.objects.get(), chosen, by=agent, now=NINE)

    arrive(account, buyer_message("m2", at=NINE + HOUR, text=LAMP))
    arrive(account, buyer_message("m3", at=NINE + 2 * HOUR, order_id="said"))
    arrive(account, order(BELL, item="lamp"))

    assert found() == (chosen, OrderMatch.CHOSEN)


def test_a_match_is_in_the_log_once_and_moves_the_ticket(account: Account) -> None:
    arrive(account, buyer_message("m1", item_id="lamp"))
    arrive(account, order(), now=NINE + HOUR)
    take_in(account, [order(updated_at=NINE, state="SHIPPED")], now=NINE + 2 * HOUR, quiet=False)

    event = TicketEvent.objects.get(kind=EventKind.ORDER)
    assert (event.user_id, event.at) == (None, NINE + HOUR)
    assert (event.before, event.after) == (
        {"order": "", "match": ""},
        {"order": LAMP, "match": "sure"},
    )
    assert Ticket.objects.get().updated_at == NINE + HOUR


def test_a_choice_is_in_the_log_with_who_made_it(ticket: Ticket, agent: User) -> None:
    choose_order(ticket, f" {LAMP} ", by=agent, now=NINE)
    choose_order(ticket, LAMP, by=agent, now=NINE)

    event = TicketEvent.objects.get()
    assert (event.user, event.after) == (agent, {"order": LAMP, "match": "chosen"})
    assert (ticket.order_id, ticket.order_match) == (LAMP, OrderMatch.CHOSEN)


def test_a_chosen_number_is_written_as_the_marketplace_writes_it(ticket: Ticket, agent: User) -> None:
    make_order(account=ticket.account, external_id="2310171354KBDRE")

    choose_order(ticket, "2310171354kbdre", by=agent, now=NINE)

    assert ticket.order_id == "2310171354KBDRE"


@pytest.mark.parametrize("typed", ["the blue one", "x" * 101, "12\x0734"])
def test_what_can_be_no_order_number_is_refused(ticket: Ticket, agent: User, typed: str) -> None:
    with pytest.raises(NoSuchOrder):
        choose_order(ticket, typed, by=agent, now=NINE)

    assert not TicketEvent.objects.exists()


def test_a_claim_that_waited_for_the_conversation_of_its_order_goes_there(account: Account) -> None:
    refund = IncomingClaim(
        external_id="c1",
        claim_id="c",
        kind=ClaimKind.REFUND,
        state=ClaimState.CLOSED,
        written_at=NINE,
        subject="Refund",
        text="The buyer got his money back.",
        order_id=LAMP,
        opens_ticket=False,
    )
    arrive(account, buyer_message("m1", item_id="lamp"))
    arrive(account, refund)
    assert not Message.objects.filter(external_id="c1").exists()

    arrive(account, order())

    assert Message.objects.get(external_id="c1").ticket.order_id == LAMP


@pytest.mark.parametrize(
    ("match", "told"), [("", LAMP), (OrderMatch.LIKELY, LAMP), (OrderMatch.CHOSEN, LAMP), (OrderMatch.POSSIBLE, "")]
)
def test_an_order_that_is_only_possible_is_no_fact_for_a_connector(account: Account, match: str, told: str) -> None:
    ticket = make_ticket(account=account, order_id=LAMP, order_match=match)
    reply = make_message(ticket, direction=MessageDirection.OUT, delivery=Delivery.QUEUED)

    assert outgoing_reply(reply).order_id == told


def test_a_page_costs_the_same_few_queries_however_many_conversations_it_has(account: Account) -> None:
    def page(start: int, count: int) -> int:
        people = [f"buyer{number}" for number in range(start, start + count)]
        orders = [order(f"order-of-{name}", item=f"item-{name}", buyer_handle=name) for name in people]
        take_in(account, orders, now=NINE, quiet=False)
        tickets = [
            make_ticket(account=account, buyer=make_buyer(account=account, handle=name), item_id=f"item-{name}")
            for name in people
        ]
        with CaptureQueriesContext(connection) as queries:
            assert match_orders(account, tickets, now=NINE) == count
        return len(queries)

    assert page(0, 2) == page(100, 40)


def test_where_no_buyer_has_an_order_it_is_one_query(account: Account, ticket: Ticket) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert match_orders(account, [ticket], now=NINE) == 0

    assert len(queries) == 1


def test_where_the_marketplace_names_every_order_it_is_none(account: Account) -> None:
    ticket = make_ticket(account=account, order_id="said")

    with CaptureQueriesContext(connection) as queries:
        match_orders(account, [ticket], now=NINE)

    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_a_message_and_its_order_that_arrive_at_the_same_moment_find_each_other(account: Account) -> None:
    """Neither worker may read before the other has committed: the second one waits for the first."""
    waiting: list[Thread] = []

    def in_a_worker(work: Callable[[], object]) -> None:
        def run() -> None:
            try:
                with transaction.atomic():
                    work()
            finally:
                connections.close_all()

        waiting.append(Thread(target=run))
        waiting[-1].start()

    with transaction.atomic():
        arrive(account, buyer_message("m1", item_id="lamp"))
        in_a_worker(lambda: arrive(account, order()))
        _wait_until_somebody_waits()
    for worker in waiting:
        worker.join()

    assert found() == (LAMP, OrderMatch.SURE)
    assert TicketEvent.objects.filter(kind=EventKind.ORDER).count() == 1


def _wait_until_somebody_waits() -> None:
    """Until a session of this database waits for an advisory lock. Not for ever: the test then fails by itself."""
    end = timezone.now() + 20 * HOUR / 3600
    with connection.cursor() as cursor:
        while timezone.now() < end:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
