"""The public holidays on the page of a calendar: whose, which, and whether they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from inbox.deadlines.calendar.public_holidays import countries, public_holidays, regions
from inbox.forms.calendar import CalendarDraft
from inbox.views.deadlines.calendar_words import day_of_year, reading_language
from inbox.words.countries import country_name

YEARS_SHOWN = 2


@dataclass(frozen=True)
class HolidayLine:
    """One public holiday. observed: it is closed. takes_hours: its weekday has any to lose."""

    day: date
    words: str
    name: str
    observed: bool
    takes_hours: bool


def holidays_context(draft: CalendarDraft, *, now: datetime) -> dict[str, Any]:
    """What that part of the form shows. hidden: days not observed in years that are not shown."""
    kept: Mapping[str, str] = draft.spec.get("holidays") or {}
    country, region = kept.get("country", ""), kept.get("region", "")
    known = country in countries()
    years = [now.year + number for number in range(YEARS_SHOWN)]
    lines = {year: _lines(draft, country, region, year) for year in years} if known else {}
    shown = {line.day.isoformat() for of_year in lines.values() for line in of_year}
    return {
        "countries": [("", _("none")), *_country_choices()],
        "country": country,
        "regions": [("", _("the whole country")), *regions(country).items()] if known and regions(country) else [],
        "region": region,
        "holidays": lines,
        "hidden": [day for day in draft.spec["not_observed"] if day not in shown],
    }


def _lines(draft: CalendarDraft, country: str, region: str, year: int) -> list[HolidayLine]:
    worked = {slot["weekday"] for slot in draft.spec["slots"]}
    found = public_holidays(country, region, year=year, language=reading_language())
    return [
        HolidayLine(
            day=day,
            words=day_of_year(day),
            name=name,
            observed=day.isoformat() not in draft.spec["not_observed"],
            takes_hours=day.isoweekday() in worked,
        )
        for day, name in found.items()
    ]


def _country_choices() -> list[tuple[str, str]]:
    return sorted(((code, country_name(code)) for code in countries()), key=lambda choice: choice[1])
