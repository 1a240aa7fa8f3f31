"""Which days a country and its regions keep: the `holidays` package, asked a year at a time."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays
from holidays.registry import EntityLoader


@lru_cache(maxsize=512)
def public_holidays(country: str, region: str, *, year: int, language: str = "") -> Mapping[date, str]:
    """Return the public holidays of a year and their names, in order.

    country: ISO code; region: as the package names it, "" = what the whole country keeps.
    language: of the names, such as "fr"; the country's own if the package has none in it.
    """
    names = _language(country, language)
    days = holidays.country_holidays(country, subdiv=region or None, years=year, language=names)
    return dict(sorted(days.items()))


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The two-letter codes of the countries the package knows, none of which is read for it."""
    return frozenset(code for code in EntityLoader.get_country_codes() if len(code) == 2)


@lru_cache(maxsize=300)
def regions(country: str) -> Mapping[str, str]:
    """Return the country's regions, code -> name, by name; the code itself where there is no other name."""
    names = {code: code for code in holidays.country_holidays(country).subdivisions}
    for name, code in _aliases(country).items():
        names[code] = max(names[code], name, key=len)
    return dict(sorted(names.items(), key=lambda item: item[1]))


def region_code(country: str, name: str) -> str | None:
    """Return the package's code of a region given by its code or by another of its names; None = unknown."""
    return name if name in regions(country) else _aliases(country).get(name)


def _aliases(country: str) -> Mapping[str, str]:
    return holidays.country_holidays(country).subdivisions_aliases


def _language(country: str, wanted: str) -> str | None:
    """The package's name of a language it has for this country: "en" may be its "en_US". None = it has but one.

    Always named where it has several: left open, it would be that of the machine.
    """
    known = holidays.country_holidays(country)
    fitting = (name for name in known.supported_languages if wanted and name.partition("_")[0] == wanted)
    return next(fitting, known.default_language)
