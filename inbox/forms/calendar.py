"""What a person typed into the page of a calendar, as far as it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from connectors.text import storable
from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.calendar.errors import NamelessCalendar
from inbox.deadlines.calendar.public_holidays import countries, region_code
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.forms.typed_time import typed_time
from inbox.models import CalendarVersion

LONGEST_NAME = 100
MIDNIGHT, END_OF_DAY = "00:00", "24:00"


@dataclass(frozen=True)
class CalendarDraft:
    """A calendar on its way. spec: as the API has it, with all its parts, but right only as far as rules() says.

    based_on: the version that was shown when the typing began; 0 = none.
    """

    name: str
    spec: Mapping[str, Any]
    based_on: int = 0

    def rules(self) -> WorkCalendar:
        """Raises BadCalendar: the typed thing cannot be a calendar."""
        return WorkCalendar.from_spec(self.spec)

    def named_rules(self) -> WorkCalendar:
        """The same, of one that is to be kept: raises NamelessCalendar too."""
        if not self.name:
            raise NamelessCalendar
        return self.rules()


def draft_of(version: CalendarVersion) -> CalendarDraft:
    """A stored version, to be changed. version: with its calendar."""
    return CalendarDraft(name_of_calendar(version.calendar), version.work_calendar().as_spec(), version.number)


def draft_from(typed: QueryDict) -> CalendarDraft:
    """Read the page's form. Rows that were left empty are no rows; half-filled ones stay, for rules() to refuse."""
    return CalendarDraft(
        name=storable(typed.get("name", "")).strip()[:LONGEST_NAME],
        spec={
            "zone": typed.get("zone", ""),
            "slots": _slots(typed),
            "holidays": _holidays(typed),
            "added": [day for day in typed.getlist("added") if day],
            "not_observed": _not_observed(typed),
            "closures": _rows(typed, {"from": "closure-from", "to": "closure-to"}),
            "half_days": _half_days(typed),
        },
        based_on=_number(typed.get("based_on", "")),
    )


def _slots(typed: QueryDict) -> list[dict[str, Any]]:
    """Slots day by day; an end at 00:00 is the end of the day, so that a whole day can be typed either way."""
    slots = []
    for weekday in range(1, 8):
        for row in _rows(typed, {"from": f"from-{weekday}", "to": f"to-{weekday}"}):
            begins, ends = typed_time(row["from"]), typed_time(row["to"])
            slots.append({"weekday": weekday, "from": begins, "to": END_OF_DAY if ends == MIDNIGHT else ends})
    return slots


def _half_days(typed: QueryDict) -> list[dict[str, str]]:
    rows = _rows(typed, {"date": "half-date", "until": "half-until"})
    return [{"date": row["date"], "until": typed_time(row["until"])} for row in rows]


def _holidays(typed: QueryDict) -> dict[str, str] | None:
    """The country and region chosen; a region of another country, chosen before, is forgotten."""
    country, region = typed.get("country", ""), typed.get("region", "")
    if not country:
        return None
    if country in countries() and not region_code(country, region):
        return {"country": country}
    return {"country": country, "region": region}


def _not_observed(typed: QueryDict) -> list[str]:
    """The holidays without a tick, and those of years that the page did not show."""
    kept = set(typed.getlist("observed"))
    return [day for day in typed.getlist("holiday") if day not in kept] + typed.getlist("not_observed")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _rows(typed: QueryDict, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Read fields that come once a row; names: of the part → of the field."""
    columns: Sequence[list[str]] = [typed.getlist(field) for field in names.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False) if any(row)]
