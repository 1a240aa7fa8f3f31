"""Filling a template in: what it says, what it marks, what it refuses."""

from datetime import date
from decimal import Decimal

import pytest

from templates_app.filling.errors import BadTemplate, TookTooLong
from templates_app.filling.fill import fill
from templates_app.filling.plain import Facts, Money

FACTS: Facts = {
    "buyer": {"name": "Zoé"},
    "order": {"number": "A-1", "placed_on": date(2026, 11, 12), "total": Money(Decimal("1234.5"), "EUR")},
    "items": [{"title": "Lampe"}, {"title": "Vase"}],
}


def test_what_is_known_is_written_by_the_rules_of_the_language() -> None:
    body = "{{ buyer.name }}, {{ order.placed_on }}, {{ order.total }}"
    assert fill(body, FACTS, language="fr").text == "Zoé, 12 novembre 2026, 1\u202f234,50\xa0€"
    assert fill(body, FACTS, language="en").text == "Zoé, 12 November 2026, €1,234.50"
    assert fill(body, FACTS, language="de").text == "Zoé, 12. November 2026, 1.234,50\xa0€"


@pytest.mark.usefixtures("in_english")
def test_what_is_missing_is_marked_in_its_place_and_cannot_be_sent() -> None:
    filled = fill("Number {{ tracking.number }}.", FACTS, language="en")
    (missing,) = filled.missing
    assert filled.text[missing.start : missing.end] == "⟦tracking number⟧"
    assert missing.path == "tracking.number"
    assert not filled.is_sendable


@pytest.mark.parametrize("filters", ["upcase", "truncate: 5", "append: 'x'", "size", "plus: 1", "capitalize | strip"])
def test_no_filter_hides_that_something_is_missing(filters: str) -> None:
    assert not fill(f"{{{{ tracking.number | {filters} }}}}", FACTS, language="fr").is_sendable


def test_a_missing_argument_of_a_filter_is_missing_too() -> None:
    assert not fill("{{ buyer.name | append: tracking.number }}", FACTS, language="fr").is_sendable


def test_a_documented_fallback_or_one_of_the_template_stands_for_what_is_missing() -> None:
    assert fill("{{ item.title }}", FACTS, language="fr").text == "votre article"
    assert fill("{{ item.title | upcase }}", FACTS, language="en").text == "YOUR ITEM"
    assert fill("{{ tracking.number | default: 'à venir' }}", FACTS, language="fr").text == "à venir"


def test_conditions_and_loops_see_what_is_known_and_nothing_else() -> None:
    body = "{% if tracking.number %}a{% else %}b{% endif %}: {% for one in items %}{{ one.title }} {% endfor %}"
    assert fill(body, FACTS, language="fr").text == "b: Lampe Vase"
    assert fill("{% if item.title %}a{% else %}b{% endif %}", FACTS, language="fr").text == "b"


def test_a_fact_cannot_look_like_a_mark() -> None:
    facts = {"buyer": {"name": "⟦Zoé⟧ {{ order.number }}"}}
    filled = fill("{{ buyer.name }}", facts, language="fr")
    assert filled.text == "[Zoé] {{ order.number }}"
    assert filled.is_sendable


@pytest.mark.parametrize(
    "body",
    [
        *(
            "{{ x",
            "{% if a %}",
            "{% include 'a' %}",
            "{% render 'a' %}",
            "{% assign a = 1 %}",
            "{% capture a %}{% endcapture %}",
        ),
        *(
            "{{ a | replace: 'a', 'b' }}",
            "{{ (1..9) }}",
            "{% for i in (1..99999999) %}x{% endfor %}",
            "⟦a⟧",
            "x" * 10_001,
        ),
        *(
            "{% if a contains (1..999999999) %}{% endif %}",
            "{{ a | join: ',' }}",
            "{% tablerow i in a %}{% endtablerow %}",
        ),
    ],
)
def test_what_could_read_or_grow_without_end_cannot_be_written(body: str) -> None:
    with pytest.raises(BadTemplate):
        fill(body, FACTS, language="fr")


def test_a_broken_text_says_where_it_is_broken() -> None:
    with pytest.raises(BadTemplate) as caught:
        fill("Hello {% nonsense %}", FACTS, language="en")
    assert caught.value.start == 9


def test_the_clock_stops_what_takes_too_long() -> None:
    hours = iter(range(1000))
    with pytest.raises(TookTooLong):
        fill("{{ buyer.name }}", FACTS, language="fr", clock=lambda: next(hours) * 3600.0)
