"""Numbers as people read them: a value that misses its target never reads like it."""

import pytest

from connectors.models import Account
from kpis.charts.scale import scale_for
from kpis.figures.answer import Answer
from kpis.figures.ask import Row
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Unit
from kpis.words.labels import labels_of
from kpis.words.values import share, target_words, written
from tests.make import make_order, make_ticket


@pytest.mark.parametrize(
    ("value", "aim", "words"),
    [
        (0.8, None, "80 %"),
        (0.795, 0.8, "79.5 %"),
        (0.7996, 0.8, "79.96 %"),
        (0.8, 0.8, "80 %"),
        (1.0, 1.0, "100 %"),
        (0.9901, 1.0, "99.01 %"),
        (0.9996, 1.0, "99.96 %"),
        (0.0004, None, "0.04 %"),
        (0.0, None, "0 %"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_a_share_shows_as_many_digits_as_it_takes(value: float, aim: float | None, words: str) -> None:
    assert share(value, aim=aim) == words


@pytest.mark.usefixtures("in_english")
def test_a_mean_beside_its_target_and_the_target_itself() -> None:
    assert written(5.04, Unit.COUNT) == "5.0"
    assert written(5.04, Unit.COUNT, aim=5) == "5.04"
    assert written(4.46, Unit.RATING, aim=4.5) == "4.46"
    assert target_words(0.925, Unit.SHARE) == "92.5 %"
    assert target_words(5.0, Unit.COUNT) == "5"


@pytest.mark.parametrize("highest", [3, 9, 10, 17, 25, 90, 100, 2500])
def test_an_axis_of_counts_has_whole_steps(highest: float) -> None:
    ticks = scale_for([highest], height=220, least_step=1).ticks
    assert [tick for tick in ticks if tick != int(tick)] == []
    assert ticks[-1] >= highest


@pytest.mark.usefixtures("in_english")
def test_two_topics_with_one_name_are_told_apart_by_their_marketplace() -> None:
    rows = [Row(code, label, 1.0, 1, Answer(1.0, 1)) for code, label in (("invoice", "Invoice"), ("printReceipt",) * 2)]
    assert labels_of(BY_SLUG["contacts"], "topic", rows) == {
        "invoice": "Invoice",
        "printReceipt": "Invoice (Cdiscount)",
    }
    assert labels_of(BY_SLUG["contacts"], "topic", rows[1:]) == {"printReceipt": "Invoice"}


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_two_products_with_one_title_are_told_apart_by_their_number(account: Account) -> None:
    for number in ("405", "12", "77"):
        title = "Socks" if number == "77" else "Hiking boots"
        make_ticket(account=account, item_id=number, order_id=f"o{number}")
        make_order(account=account, external_id=f"o{number}", items=[{"item_id": number, "title": title}])
    rows = [Row(item, item, 1.0, 1, Answer(1.0, 1)) for item in ("405", "12", "77")]
    assert labels_of(BY_SLUG["contacts_by_product"], "part", rows) == {
        "405": "Hiking boots (405)",
        "12": "Hiking boots (12)",
        "77": "Socks",
    }
