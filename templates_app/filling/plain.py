"""Facts as plain dicts of texts: dates and amounts as they are written in the body's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from templates_app.filling.blank import without_marks
from templates_app.languages import LOCALES


@dataclass(frozen=True)
class Money:
    """currency: ISO 4217; empty if nobody said."""

    amount: Decimal
    currency: str


Fact = str | bool | int | Decimal | date | Money | None
Facts = Mapping[str, "Fact | Facts | Sequence[Fact | Facts]"]
Plain = str | bool | int | dict[str, "Plain"] | list["Plain"]


def plain_facts(facts: Facts, language: str) -> dict[str, Plain]:
    """A copy without what is None or empty, so that what is missing is missing.

    language: one of LANGUAGES; of any other, numbers and dates are written as in English.
    """
    locale = LOCALES.get(language, LOCALES["en"])
    found = {name: _plain(value, locale) for name, value in facts.items()}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def _plain(value: object, locale: str) -> Plain | None:
    match value:
        case None | bool() | int():
            return value
        case str():
            return without_marks(value.strip())
        case datetime():
            return _day(value.date(), locale)
        case date():
            return _day(value, locale)
        case Money(amount, currency):
            return (
                format_currency(amount, currency, locale=locale) if currency else format_decimal(amount, locale=locale)
            )
        case Decimal():
            return format_decimal(value, locale=locale)
        case Mapping():
            found = {str(name): _plain(one, locale) for name, one in value.items()}
            return {name: one for name, one in found.items() if one is not None and one != ""}
        case Sequence():
            return [one for one in (_plain(one, locale) for one in value) if one is not None]
    raise TypeError(f"{type(value).__name__} is no fact")


def _day(day: date, locale: str) -> str:
    """In full; the French say "1er", which the CLDR's formats cannot."""
    written = format_date(day, "long", locale)
    return written.replace("1 ", "1er ", 1) if day.day == 1 and locale == LOCALES["fr"] else written
