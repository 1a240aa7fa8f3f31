"""Entries about claims that come before the conversation about their order: a notice, then in their place, once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from connectors.incoming import ClaimKind, ClaimState, Direction, IncomingAttachment, IncomingClaim, Money, Person
from connectors.models import Account, Notice
from inbox.claims.as_json import as_json, from_json
from inbox.claims.loose import place_for_orders, place_loose_claims
from inbox.models import Claim, LooseClaimEntry, Message, Ticket
from inbox.pulling import pull
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_account, make_ticket

pytestmark = pytest.mark.django_db

EVERYTHING = IncomingClaim(
    external_id="e1",
    claim_id="return:1-2-3",
    kind=ClaimKind.RETURN,
    state=ClaimState.WAITING,
    written_at=datetime(2026, 11, 16, 9, 0, 0, 123456, tzinfo=UTC),
    subject="Return requested",
    text="Zu klein 🙁",
    order_id="1-2-3",
    buyer=Person("jeanne_d", "Jeanne", "u-1"),
    respond_by=NINE + DAY,
    amount=Money(Decimal("19.90"), "EUR"),
    opens_ticket=False,
    thread_id="t9",
    starts_clock=True,
    links={"case": "https://sellercentral.test/1"},
    item_id="i1",
    state_there="RETURN_STARTED",
    reason="DOES_NOT_FIT",
    direction=Direction.IN,
    author="jeanne_d",
    urgent=True,
    line_id="l1",
    attachments=(IncomingAttachment("Foto.png", "image/png", content=b"\x89PNG\x00"),),
)
BARE = IncomingClaim("e2", "refund:e2", ClaimKind.REFUND, None, NINE, "", "")


def back(external_id: str = "e1", *, at: datetime = NINE, **values: Any) -> IncomingClaim:
    """A return on its way back."""
    told = {
        "thread_id": "",
        "starts_clock": False,
        "direction": Direction.SYSTEM,
        "author": "",
        "links": {},
        "urgent": False,
    }
    return replace(EVERYTHING, external_id=external_id, written_at=at, **{**told, "respond_by": None, **values})


@pytest.mark.parametrize("entry", [EVERYTHING, BARE], ids=["everything told", "hardly anything told"])
def test_an_entry_comes_back_from_the_database_as_it_was(account: Account, entry: IncomingClaim) -> None:
    kept = LooseClaimEntry.objects.create(
        account=account, external_id=entry.external_id, entry=as_json(entry), written_at=entry.written_at
    )
    kept.refresh_from_db()
    assert from_json(kept.entry) == entry
    assert json.loads(json.dumps(as_json(entry))) == kept.entry


def test_the_entry_of_the_round_trip_has_every_field_told() -> None:
    untold = [field.name for field in fields(IncomingClaim) if getattr(EVERYTHING, field.name) == field.default]
    assert untold == []


def test_a_return_goes_on_the_timeline_once_the_buyer_writes_about_its_order(account: Account) -> None:
    arrive(account, back())
    assert Notice.objects.get().subject == "Return requested"
    arrive(account, buyer_message("m1", at=NINE + 3 * DAY, order_id="1-2-3"), now=NINE + 3 * DAY)
    ticket = Ticket.objects.get()
    assert list(ticket.messages.order_by("written_at").values_list("external_id", flat=True)) == ["e1", "m1"]
    assert (Claim.objects.get().ticket, Claim.objects.get().state) == (ticket, "waiting")
    assert (ticket.last_direction, ticket.needs_reply, ticket.message_count) == ("in", True, 2)
    assert not Notice.objects.exists()
    assert LooseClaimEntry.objects.get().placed_at == NINE + 3 * DAY


def test_all_that_waited_for_the_order_comes_oldest_first_and_nothing_of_other_orders(account: Account) -> None:
    refund = back("e3", at=NINE + DAY, kind=ClaimKind.REFUND, claim_id="refund:e3", state=ClaimState.CLOSED)
    arrive(account, refund, back(), back("e4", claim_id="return:4-5-6", order_id="4-5-6"), now=NINE + DAY)
    arrive(account, buyer_message("m1", at=NINE + 2 * DAY, order_id="1-2-3"), now=NINE + 2 * DAY)
    assert list(Claim.objects.order_by("id").values_list("kind", flat=True)) == ["return", "refund"]
    assert Notice.objects.get().external_id == "e4"


def test_what_was_told_again_meanwhile_is_there_once(account: Account) -> None:
    arrive(account, back())
    arrive(account, back(), now=NINE + HOUR)
    message = buyer_message("m1", order_id="1-2-3")
    arrive(account, message, now=NINE + HOUR)
    assert arrive(account, back(), message, now=NINE + DAY).new == 0
    assert Message.objects.filter(external_id="e1").count() == 1
    assert not Notice.objects.exists()


def test_a_conversation_that_gets_its_order_later_gets_what_waited_for_it(account: Account) -> None:
    arrive(account, back(), buyer_message("m1"))
    ticket = Ticket.objects.get()
    assert place_loose_claims(account, [ticket], now=NINE) == 0
    ticket.order_id = "1-2-3"
    ticket.save(update_fields=["order_id"])
    assert place_loose_claims(account, [ticket], now=NINE + HOUR) == 1
    assert place_loose_claims(account, [ticket], now=NINE + HOUR) == 0
    assert Claim.objects.get().ticket == ticket


def test_a_claim_with_a_ticket_of_its_own_is_no_conversation_about_the_order(account: Account) -> None:
    arrive(account, back())
    arrive(account, back("e2", claim_id="a_to_z:1-2-3", kind=ClaimKind.A_TO_Z, opens_ticket=True))
    make_ticket(account=account, order_id="9-9-9")
    assert LooseClaimEntry.objects.get().placed_at is None
    assert Notice.objects.exists()


def test_another_accounts_conversation_is_none(account: Account) -> None:
    arrive(account, back())
    arrive(make_account(), buyer_message("m1", order_id="1-2-3"))
    assert LooseClaimEntry.objects.get().placed_at is None


def test_a_pull_places_what_both_sides_overlooked(postbox: Account) -> None:
    """A person gave the conversation its order in the very moment in which the return came in."""
    arrive(postbox, back())
    make_ticket(account=postbox, order_id="1-2-3")
    pull.pull_account(postbox, now=NINE + HOUR)
    assert Claim.objects.get().ticket == Ticket.objects.get()


def test_nothing_is_asked_without_orders_and_one_question_where_nothing_waits(
    account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        place_for_orders(account, set(), now=NINE, quiet=False)
    with django_assert_num_queries(3):  # one, and the savepoint around it
        place_for_orders(account, {"1-2-3", "4-5-6"}, now=NINE, quiet=False)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_place_it_once(account: Account) -> None:
    arrive(account, back())
    ticket = make_ticket(account=account, order_id="1-2-3")

    def place() -> int:
        try:
            return place_loose_claims(account, [ticket], now=NINE)
        finally:
            connection.close()

    jobs: list[Callable[[], int]] = [place] * 4
    with ThreadPoolExecutor(4) as workers:
        assert sum(job.result() for job in [workers.submit(job) for job in jobs]) == 1
    assert Message.objects.filter(external_id="e1").count() == 1
