"""Orders of buyers who never write: most of what is sold brings no contact."""

from datetime import timedelta
from pathlib import Path

from demo.sales import LEFT_LYING, QUIET, lay_late_orders, lay_sales
from tests.demo.fake import NOON, make_player
from tests.demo.test_happenings import Eventful


def test_many_orders_of_the_last_month_bring_no_conversation_and_are_placed_once(tmp_path: Path) -> None:
    marketplace = Eventful()
    stage = make_player(tmp_path, marketplace).stage
    lay_sales(stage, now=NOON)
    placed = list(marketplace.orders)
    lately = [order for order in placed if order.at and timedelta(0) < NOON - order.at < timedelta(days=40)]
    assert len(lately) >= QUIET
    assert not [order for order in placed if order.at and order.at > NOON]
    assert len({order.order_id for order in placed}) > 0.99 * len(placed)
    assert marketplace.lines == []
    lay_sales(stage, now=NOON)
    assert marketplace.orders == placed


def test_some_orders_lie_at_the_shop_and_become_late_while_the_demo_runs(tmp_path: Path) -> None:
    marketplace = Eventful()
    stage = make_player(tmp_path, marketplace).stage
    lay_late_orders(stage, now=NOON)
    lay_late_orders(stage, now=NOON)
    assert all(order.lies for order in marketplace.orders)
    late_at = [order.at + timedelta(days=4) for order in marketplace.orders if order.at]
    assert len(late_at) == len(LEFT_LYING)
    assert min(late_at) < NOON < max(late_at)
