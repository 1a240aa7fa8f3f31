"""A marketplace tells of anybody who closes his account: strangers cost next to nothing, whoever is known is erased."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connectors.incoming import Person
from connectors.models import Account
from inbox.erasure import forget_person
from inbox.models import Buyer, ErasureReceipt, Feedback, Message, Order, Tombstone
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, NINE, make_account, make_order

pytestmark = pytest.mark.django_db

STRANGERS = 2_000
LOOK_UPS = 4
LATER = NINE + DAY


def test_strangers_are_a_few_look_ups_each_and_leave_no_trace(account: Account) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for number in range(STRANGERS):
            assert (
                forget_person("ebay", [f"nobody_{number}", f"id-{number}"], reference=f"r{number}", now=LATER) is None
            )
    assert len(queries) == LOOK_UPS * STRANGERS
    assert not ErasureReceipt.objects.exists()
    assert not Tombstone.objects.exists()


def test_every_look_up_of_a_stranger_has_an_index(account: Account) -> None:
    with CaptureQueriesContext(connection) as queries:
        forget_person("ebay", ["nobody", "nobody-id"], reference="r1", now=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on inbox_" not in plan, plan


def test_somebody_known_is_erased_at_every_account_whatever_the_case(account: Account) -> None:
    other = make_account(name="second shop")
    abroad = make_account(marketplace="cdiscount")
    for shop in (account, other, abroad):
        arrive(shop, buyer_message(f"m-{shop.pk}", buyer=Person("Didier_77", user_id="ID-77")))
    receipt = forget_person("ebay", ["DIDIER_77"], reference="note-1", now=LATER)
    assert receipt is not None
    assert (receipt.counts["tickets"], receipt.counts["messages"], receipt.user) == (2, 2, None)
    assert set(Buyer.objects.filter(erased_at=None).values_list("account", flat=True)) == {abroad.pk}
    assert set(Message.objects.values_list("account", "body_text")) == {
        (account.pk, ""),
        (other.pk, ""),
        (abroad.pk, "Bonjour, où est mon colis ?"),
    }


def test_the_same_demand_twice_is_one_erasure(account: Account) -> None:
    arrive(account, buyer_message("m1", buyer=Person("didier_77")))
    first = forget_person("ebay", ["didier_77"], reference="note-1", now=LATER)
    assert forget_person("ebay", ["didier_77"], reference="note-1", now=LATER + DAY) == first
    assert ErasureReceipt.objects.count() == 1


def test_somebody_who_only_bought_or_only_judged_is_found(account: Account) -> None:
    make_order(account=account, external_id="1-2-3", buyer_handle="didier_77", buyer_name="Didier Martin")
    Feedback.objects.create(
        account=account,
        external_id="f1",
        buyer_handle="Didier_77",
        text="Bof",
        rating=2,
        written_at=NINE,
        fetched_at=NINE,
    )
    receipt = forget_person("ebay", ["didier_77"], reference="note-1", now=LATER)
    assert receipt is not None
    assert (Order.objects.get().buyer_name, Feedback.objects.get().text, Feedback.objects.get().rating) == ("", "", 2)
