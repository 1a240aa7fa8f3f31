"""Amounts and deadlines as Amazon writes them in its countries."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from connectors.amazon.deadline import respond_by
from connectors.amazon.money import amounts_in
from connectors.incoming import Money

SENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("23,90 €", "23.90", "EUR"),
        ("EUR 1.234,50", "1234.50", "EUR"),
        ("1 234,56 €", "1234.56", "EUR"),
        ("£1,234.50", "1234.50", "GBP"),
        ("$12.00", "12.00", "CAD"),
        ("R$ 1.099,90", "1099.90", "BRL"),
        ("￥3,480", "3480.00", "JPY"),
        ("199,00 zł", "199.00", "PLN"),
        ("1 299,00 kr", "1299.00", "CAD"),
        ("₹1,00,000.00", "100000.00", "INR"),
    ],
)
def test_amounts_are_read_in_every_notation(text: str, amount: str, currency: str) -> None:
    assert list(amounts_in(f"x {text} y", currency="CAD")) == [Money(Decimal(amount), currency)]


@pytest.mark.parametrize("text", ["403-1111111-0000001", "12 pieces", "B0TESTAA01", "3 days", "eurasia 5"])
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert list(amounts_in(text, currency="EUR")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Please respond within 3 calendar days.",
        "Respond within three (3) days or it may be granted",
        "Répondez dans les 3 jours calendaires.",
        "Vous disposez d'un délai : sous 3 jours",
        "innerhalb von drei Kalendertagen",
        "binnen 3 kalenderdagen",
        "entro 3 giorni di calendario",
        "en un plazo de tres días naturales",
        "w ciągu 3 dni kalendarzowych",
        "no prazo de 3 dias corridos",
        "inom 3 kalenderdagar",
        "3 takvim günü içinde",
        "3日以内にご返信ください",
        "within 3\ncalendar days",
    ],
)
def test_days_count_from_the_mail_to_the_same_time(text: str) -> None:
    assert respond_by(text, sent_at=SENT, zone="Europe/Paris") == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "no later than 24 November 2026",
        "by November 24, 2026.",
        "au plus tard le 24 novembre 2026",
        "bis zum 24. November 2026",
        "entro il 24/11/2026",
        "antes del 24 de noviembre de 2026",
        "do dnia 24 listopada 2026",
        "by 2026-11-24",
    ],
)
def test_a_date_means_the_end_of_that_day_where_the_marketplace_is(text: str) -> None:
    assert respond_by(text, sent_at=SENT, zone="Europe/Paris") == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)


def test_american_dates_have_the_month_first() -> None:
    found = respond_by("by 11/24/2026", sent_at=SENT, zone="America/Los_Angeles")
    assert found == datetime(2026, 11, 25, 7, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Buyers may claim within 90 days.",
        "Ordered before 2 November 2026",
        "by 31/02/2026",
        "by the carrier",
        "",
        "in 0 days",
    ],
)
def test_nothing_is_computed_where_no_deadline_is_named(text: str) -> None:
    assert respond_by(text, sent_at=SENT, zone="Europe/Paris") is None


def test_the_clocks_change_does_not_move_the_time_of_day() -> None:
    sent = datetime(2026, 10, 24, 8, 0, tzinfo=UTC)
    assert respond_by("within 3 days", sent_at=sent, zone="Europe/Paris") == datetime(2026, 10, 27, 9, 0, tzinfo=UTC)
