"""The marketplace's figures about the seller: one row a day each, the last told of a day."""

from datetime import datetime
from typing import Any

import pytest

from connectors.incoming import IncomingIndicator, Standing
from connectors.models import Account
from inbox.accounts.indicators import IndicatorNow, indicators_now, take_in_indicators
from inbox.models import Indicator
from tests.make import DAY, HOUR, NINE, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account()


def told(value: str, *, at: datetime = NINE, **fields: Any) -> IncomingIndicator:
    values: dict[str, Any] = {"name": "GLOBAL/DEFECTS", "label": "Transaction defects"} | fields
    return IncomingIndicator(value=value, evaluated_at=at, **values)


def figures(account: Account) -> list[IndicatorNow]:
    return indicators_now([account]).get(account.pk, [])


def test_a_figure_is_kept_as_the_marketplace_writes_it(account: Account) -> None:
    entry = told("0.42 %", threshold="2 %", standing=Standing.GOOD)
    assert take_in_indicators(account, [entry], now=NINE) == 1
    stored = Indicator.objects.get()
    assert (stored.value, stored.threshold, stored.standing, stored.on) == ("0.42 %", "2 %", "good", NINE.date())


def test_the_last_told_of_a_day_stands_whatever_the_order(account: Account) -> None:
    take_in_indicators(account, [told("2 %", at=NINE + HOUR), told("1 %")], now=NINE)
    assert Indicator.objects.get().value == "2 %"


def test_the_same_figure_again_is_no_news(account: Account) -> None:
    take_in_indicators(account, [told("1 %")], now=NINE)
    assert take_in_indicators(account, [told("1 %")], now=NINE + HOUR) == 0
    assert take_in_indicators(account, [told("1 %", threshold="2 %")], now=NINE + HOUR) == 1


def test_accounts_have_their_own_figures(account: Account) -> None:
    take_in_indicators(account, [told("1 %")], now=NINE)
    take_in_indicators(make_account(), [told("9 %")], now=NINE)
    assert [one.latest.value for one in figures(account)] == ["1 %"]


def test_each_figure_is_shown_with_the_last_day_on_which_it_was_another(account: Account) -> None:
    days = [told("3 %"), told("2 %", at=NINE + DAY), told("1 %", at=NINE + 2 * DAY), told("1 %", at=NINE + 3 * DAY)]
    take_in_indicators(account, days, now=NINE + 3 * DAY)
    (shown,) = figures(account)
    assert shown.before
    assert (shown.latest.value, shown.before.value, shown.before.on) == ("1 %", "2 %", (NINE + DAY).date())


def test_a_figure_that_never_moved_has_nothing_before_it(account: Account) -> None:
    take_in_indicators(account, [told("1 %"), told("1 %", at=NINE + DAY)], now=NINE + DAY)
    assert figures(account)[0].before is None


def test_what_is_bad_comes_first(account: Account) -> None:
    entries = [
        told("1", name="a", label="A", standing=Standing.GOOD),
        told("2", name="b", label="B"),
        told("3", name="c", label="C", standing=Standing.BAD),
        told("4", name="d", label="D", standing=Standing.WATCH),
    ]
    take_in_indicators(account, entries, now=NINE)
    assert [one.latest.label for one in figures(account)] == ["C", "D", "A", "B"]
