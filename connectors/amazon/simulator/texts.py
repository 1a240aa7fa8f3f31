"""Seller Central's words by language, from texts.toml."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date

FILE = Path(__file__).with_name("texts.toml")


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of one language; those of English for one that is not there."""
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tables.get(language, tables["en"])


def languages() -> tuple[str, ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8")))


def long_day(day: date, language: str) -> str:
    """A day as a letter writes it."""
    return str(format_date(day, "long", locale="en_GB" if language == "en" else language))
