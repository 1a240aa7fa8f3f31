"""How a buyer writes money and days in his language, and filling the blanks of a text."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
DAYS = {"de": "{day}. {month}", "es": "{day} de {month}"}
BLANK = re.compile(r"\{(\w+)\}")


def money(amount: Decimal, *, language: str) -> str:
    """34.9 -> "34,90 €"; English has it as "€34.90"."""
    plain = f"{amount:.2f}"
    return f"€{plain}" if language == "en" else f"{plain.replace('.', ',')} €"


def day(moment: date, *, language: str) -> str:
    """12 November, 12. November, 12 de noviembre… without the year."""
    month = MONTHS[language].split()[moment.month - 1]
    number = "1er" if language == "fr" and moment.day == 1 else str(moment.day)
    return DAYS.get(language, "{day} {month}").format(day=number, month=month)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into {blanks}. Raises KeyError with the first blank that has none."""
    return BLANK.sub(lambda blank: values[blank[1]], text)


def blanks(text: str) -> set[str]:
    return set(BLANK.findall(text))
