"""Every rung of the ladder, without a database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from inbox.models import OrderMatch
from inbox.orders.ladder import RECENT, Candidate, Match, Talk, match_of
from tests.make import DAY, HOUR, NINE

LAMP = "12-34567-89012"
BELL = "12-00000-00001"
NONE = Match()


def order(order_id: str = LAMP, *, item: str = "lamp", placed_at: datetime = NINE - DAY) -> Candidate:
    return Candidate(order_id, placed_at, frozenset({item}))


def talk(*texts: str, item: str = "", wrote_at: datetime = NINE) -> Talk:
    return Talk(texts, item, wrote_at)


@pytest.mark.parametrize(
    "text",
    [
        f"My order {LAMP} has not come",
        f"({LAMP})",
        f"#{LAMP}.",
        f"commande n°{LAMP}!",
        LAMP.replace("-", "\u2011"),
        LAMP.replace("-", "\u2013"),
        f"first line\n{LAMP}\nlast line",
    ],
)
def test_an_order_named_in_the_text_is_certain(text: str) -> None:
    orders = [order(), order(BELL, item="bell")]

    assert match_of(talk(text, item="bell"), orders) == Match(LAMP, OrderMatch.SURE)


@pytest.mark.parametrize("text", [f"1{LAMP}", f"{LAMP}7", f"{LAMP}-5", f"3-{LAMP}", f"X{LAMP}", LAMP[:-1], ""])
def test_a_part_of_a_longer_number_names_nothing(text: str) -> None:
    assert match_of(talk(text), [order(placed_at=NINE - 2 * RECENT)]) == NONE


def test_letters_of_a_number_may_be_small_or_large() -> None:
    assert match_of(talk("and 2310171354kbdre?"), [order("2310171354KBDRE")]).order_id == "2310171354KBDRE"


def test_a_number_too_short_to_be_one_names_nothing() -> None:
    assert match_of(talk("42 euros!"), [order("42", placed_at=NINE - 2 * RECENT)]) == NONE


def test_the_newest_text_that_names_an_order_counts() -> None:
    texts = ("thank you", f"now about {BELL}", f"about {LAMP}")

    assert match_of(talk(*texts), [order(), order(BELL)]) == Match(BELL, OrderMatch.SURE)


def test_of_two_orders_in_one_text_the_first_named_counts() -> None:
    assert match_of(talk(f"{BELL}, and {LAMP} too"), [order(), order(BELL)]).order_id == BELL


def test_a_named_order_may_be_of_any_age_and_even_come_after_the_message() -> None:
    old, later = order(placed_at=NINE - 9 * RECENT), order(BELL, placed_at=NINE + HOUR)

    assert match_of(talk(LAMP), [old]) == Match(LAMP, OrderMatch.SURE)
    assert match_of(talk(BELL), [later]) == Match(BELL, OrderMatch.SURE)


def test_the_only_order_for_the_item_is_certain() -> None:
    orders = [order(placed_at=NINE - 9 * RECENT), order(BELL, item="bell")]

    assert match_of(talk("hello", item="lamp"), orders) == Match(LAMP, OrderMatch.SURE)


def test_of_several_orders_for_the_item_the_nearest_before_he_wrote_is_likely() -> None:
    first, second = order("first-order", placed_at=NINE - 9 * DAY), order("second-order", placed_at=NINE - 2 * DAY)
    after = order("after-it", placed_at=NINE + DAY)

    assert match_of(talk(item="lamp"), [first, after, second]) == Match("second-order", OrderMatch.LIKELY)


def test_an_order_placed_after_he_wrote_does_not_count() -> None:
    assert match_of(talk("Is it in stock?", item="lamp"), [order(placed_at=NINE + HOUR)]) == NONE


def test_an_order_of_the_very_moment_counts() -> None:
    assert match_of(talk(item="lamp"), [order(placed_at=NINE)]) == Match(LAMP, OrderMatch.SURE)


def test_an_item_without_a_name_is_no_item() -> None:
    orders = [order(item="", placed_at=NINE - DAY), order(BELL, item="", placed_at=NINE - 2 * DAY)]

    assert match_of(talk(item=""), orders) == NONE


def test_an_order_of_several_items_is_found_by_each() -> None:
    both = Candidate(LAMP, NINE - DAY, frozenset({"lamp", "bell"}))

    assert match_of(talk(item="bell"), [both]) == Match(LAMP, OrderMatch.SURE)


@pytest.mark.parametrize("item", ["", "bell"])
def test_the_only_order_of_ninety_days_is_possible(item: str) -> None:
    orders = [order(), order(BELL, placed_at=NINE - RECENT - timedelta(seconds=1))]

    assert match_of(talk("hello", item=item), orders) == Match(LAMP, OrderMatch.POSSIBLE)


def test_an_order_of_exactly_ninety_days_ago_is_possible() -> None:
    assert match_of(talk(), [order(placed_at=NINE - RECENT)]) == Match(LAMP, OrderMatch.POSSIBLE)


@pytest.mark.parametrize("orders", [[], [order(), order(BELL)], [order(placed_at=NINE - RECENT - HOUR)]])
def test_otherwise_it_is_a_question_before_the_sale(orders: Sequence[Candidate]) -> None:
    assert match_of(talk("Do you have it in blue?"), orders) == NONE


def test_the_order_of_the_orders_does_not_matter() -> None:
    orders = [order(f"order-{day}", placed_at=NINE - day * DAY) for day in range(1, 5)]

    assert match_of(talk(item="lamp"), orders) == match_of(talk(item="lamp"), orders[::-1])
