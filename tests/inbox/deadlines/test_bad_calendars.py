"""What cannot be a calendar, and the sentence that says so."""

from typing import Any

import pytest
from django.utils import translation

from inbox.deadlines.calendar import BadCalendar, WorkCalendar

MONDAY = {"weekday": 1, "from": "09:00", "to": "17:00"}
GOOD = {"zone": "Europe/Paris", "slots": [MONDAY]}


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def refusal(**parts: Any) -> tuple[str, str]:
    with pytest.raises(BadCalendar) as error:
        WorkCalendar.from_spec({**GOOD, **parts})
    return error.value.field, str(error.value)


NO_TIME = "is no time of day: write hours and minutes, 00:00 to 24:00."


@pytest.mark.parametrize("text", ["25:00", "18:60", "9:00", "09:0", "24:01", "0900", "09:00:00", " 09:00", "", "٠٩:٠٠"])
def test_times_have_four_figures_and_exist(text: str) -> None:
    assert refusal(slots=[{**MONDAY, "from": text}]) == ("slots.0.from", f"“{text}” {NO_TIME}")
    assert refusal(slots=[{**MONDAY, "to": text}]) == ("slots.0.to", f"“{text}” {NO_TIME}")


@pytest.mark.parametrize("value", [None, 9, 9.5, ["09:00"]])
def test_times_are_text(value: object) -> None:
    assert refusal(slots=[{**MONDAY, "from": value}]) == ("slots.0.from", f"“{value}” {NO_TIME}")


@pytest.mark.parametrize("weekday", [0, 8, -1, "1", 1.0, True, None])
def test_weekdays_go_from_one_to_seven(weekday: object) -> None:
    assert refusal(slots=[MONDAY, {**MONDAY, "weekday": weekday}]) == (
        "slots.1.weekday",
        f"“{weekday}” is no weekday: use 1 for Monday up to 7 for Sunday.",
    )


def test_a_slot_has_a_length() -> None:
    assert refusal(slots=[{**MONDAY, "to": "09:00"}]) == (
        "slots.0",
        "A slot begins and ends at 09:00: for a whole day write 00:00 to 24:00.",
    )


def test_a_slot_begins_on_its_own_day() -> None:
    assert refusal(slots=[{**MONDAY, "from": "24:00"}]) == (
        "slots.0.from",
        "A slot cannot begin at 24:00: begin it at 00:00 of the next day.",
    )


@pytest.mark.parametrize(
    "entry", [{"weekday": 1, "from": "09:00"}, {**MONDAY, "name": "a"}, {}, None, "09:00-17:00", [1, "09:00", "17:00"]]
)
def test_a_slot_has_its_three_parts_and_no_other(entry: object) -> None:
    assert refusal(slots=[entry]) == ("slots.0", "“slots.0” must have exactly: weekday, from, to.")


@pytest.mark.parametrize("nothing", [[], None, ()])
def test_a_week_without_slots_is_refused_so_that_no_deadline_is_looked_for_in_vain(nothing: object) -> None:
    assert refusal(slots=nothing) == ("slots", "This calendar never opens: give it at least one slot a week.")


@pytest.mark.parametrize("value", ["09:00", {"weekday": 1}, 7])
def test_slots_are_a_list(value: object) -> None:
    assert refusal(slots=value) == ("slots", "“slots” must be a list.")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (MONDAY, "Monday 09:00–17:00 and Monday 09:00–17:00"),
        ({**MONDAY, "from": "16:59", "to": "20:00"}, "Monday 09:00–17:00 and Monday 16:59–20:00"),
        ({**MONDAY, "weekday": 7, "from": "20:00", "to": "09:01"}, "Sunday 20:00–09:01 and Monday 09:00–17:00"),
        ({**MONDAY, "from": "12:00", "to": "13:00"}, "Monday 09:00–17:00 and Monday 12:00–13:00"),
        ({**MONDAY, "from": "08:00", "to": "24:00"}, "Monday 08:00–24:00 and Monday 09:00–17:00"),
    ],
)
def test_slots_do_not_overlap(other: dict[str, Any], words: str) -> None:
    assert refusal(slots=[MONDAY, other]) == ("slots", f"Two slots overlap: {words}.")


@pytest.mark.parametrize(
    "other",
    [
        {**MONDAY, "from": "17:00", "to": "20:00"},
        {**MONDAY, "from": "17:00", "to": "08:00"},
        {**MONDAY, "weekday": 7, "from": "20:00", "to": "09:00"},
        {**MONDAY, "weekday": 2},
    ],
)
def test_slots_may_touch(other: dict[str, Any]) -> None:
    assert len(WorkCalendar.from_spec({**GOOD, "slots": [MONDAY, other]}).slots) == 2


@pytest.mark.parametrize("zone", ["Europe/Lutetia", "", "europe/paris", "../../etc/passwd", None, 1])
def test_zones_are_known_ones(zone: object) -> None:
    assert refusal(zone=zone) == ("zone", f"“{zone}” is no time zone: name one such as Europe/Paris.")


@pytest.mark.parametrize("country", ["XX", "fr", "FRA", "France", 33])
def test_countries_are_known_ones(country: object) -> None:
    assert refusal(holidays={"country": country}) == (
        "holidays.country",
        f"“{country}” is no country whose holidays are known: use a code such as FR.",
    )


@pytest.mark.parametrize("region", ["Bayern", "GES", "fr", 57])
def test_regions_are_known_ones_of_their_country(region: object) -> None:
    assert refusal(holidays={"country": "FR", "region": region}) == (
        "holidays.region",
        f"“{region}” is no region of FR whose holidays are known.",
    )


def test_a_region_needs_its_country() -> None:
    assert refusal(holidays={"region": "57"})[0] == "holidays.country"


@pytest.mark.parametrize("holidays", [{"country": "FR", "city": "Metz"}, "FR", ["FR"]])
def test_holidays_are_a_country_and_perhaps_a_region(holidays: object) -> None:
    assert refusal(holidays=holidays) == ("holidays", "“holidays” must have exactly: country, region.")


@pytest.mark.parametrize("holidays", [None, {}, {"country": ""}, {"country": None, "region": ""}])
def test_no_holidays_can_be_said_in_several_ways(holidays: object) -> None:
    assert WorkCalendar.from_spec({**GOOD, "holidays": holidays}) == WorkCalendar.from_spec(GOOD)


@pytest.mark.parametrize("part", ["added", "not_observed"])
@pytest.mark.parametrize("text", ["2026-02-29", "24/12/2026", "2026-W52-4", "20261224", "2026-1-1", None, 20261224])
def test_days_are_dates_that_exist(part: str, text: object) -> None:
    assert refusal(**{part: ["2026-12-24", text]}) == (
        f"{part}.1",
        f"“{text}” is no date: write year, month and day, such as 2026-12-24.",
    )


@pytest.mark.parametrize("text", ["1899-12-31", "3000-01-01", "9999-12-31"])
def test_days_are_within_reach(text: str) -> None:
    assert refusal(added=[text]) == ("added.0", f"“{text}” is out of reach: name a day from 1900 to 2999.")


def test_the_first_and_the_last_day_within_reach_can_be_named() -> None:
    assert len(WorkCalendar.from_spec({**GOOD, "added": ["1900-01-01", "2999-12-31"]}).added) == 2


def test_a_day_named_twice_is_named_once() -> None:
    assert len(WorkCalendar.from_spec({**GOOD, "added": ["2026-12-24", "2026-12-24"]}).added) == 1


def test_a_day_is_not_closed_and_open_at_once() -> None:
    assert refusal(added=["2026-12-24", "2026-12-28"], not_observed=["2026-12-28"]) == (
        "added",
        "2026-12-28 cannot be closed (added) and open (not observed).",
    )


def test_a_closure_does_not_end_before_it_begins() -> None:
    assert refusal(closures=[{"from": "2026-08-21", "to": "2026-08-20"}]) == (
        "closures.0",
        "A closure ends before it begins: from 2026-08-21 to 2026-08-20.",
    )


def test_a_closure_of_one_day_has_the_same_day_twice() -> None:
    assert len(WorkCalendar.from_spec({**GOOD, "closures": [{"from": "2026-08-21", "to": "2026-08-21"}]}).closures) == 1


def test_a_closure_lasts_at_most_a_year() -> None:
    assert WorkCalendar.from_spec({**GOOD, "closures": [{"from": "2028-01-01", "to": "2028-12-31"}]})
    assert refusal(closures=[{"from": "2028-01-01", "to": "2029-01-01"}]) == (
        "closures.0",
        "A closure may last at most 366 days.",
    )


@pytest.mark.parametrize(("part", "place"), [("from", "closures.0.from"), ("to", "closures.0.to")])
def test_a_closure_has_days(part: str, place: str) -> None:
    assert refusal(closures=[{"from": "2026-08-03", "to": "2026-08-21", part: "soon"}])[0] == place


def test_a_closure_has_its_two_parts() -> None:
    assert refusal(closures=[{"from": "2026-08-21"}]) == ("closures.0", "“closures.0” must have exactly: from, to.")


def test_a_half_day_has_some_time() -> None:
    assert refusal(half_days=[{"date": "2026-12-24", "until": "00:00"}]) == (
        "half_days.0.until",
        "A half day cannot end at 00:00: close the whole day instead.",
    )


def test_a_half_day_ends_at_a_time_of_day() -> None:
    assert refusal(half_days=[{"date": "2026-12-24", "until": "noon"}]) == ("half_days.0.until", f"“noon” {NO_TIME}")


def test_a_half_day_is_on_a_day() -> None:
    assert refusal(half_days=[{"date": "Christmas", "until": "12:00"}])[0] == "half_days.0.date"


def test_a_half_day_has_its_two_parts() -> None:
    assert refusal(half_days=["2026-12-24"]) == ("half_days.0", "“half_days.0” must have exactly: date, until.")


def test_a_day_is_half_once() -> None:
    twice = [{"date": "2026-12-24", "until": "12:00"}, {"date": "2026-12-24", "until": "15:00"}]
    assert refusal(half_days=twice) == ("half_days", "A day is named twice among the half days.")


def test_lists_have_an_end() -> None:
    days = [f"{year}-{month:02d}-{day:02d}" for year in range(2026, 2029) for month in range(1, 13) for day in (1, 2)]
    many = (days * 20)[:1001]
    assert WorkCalendar.from_spec({**GOOD, "added": many[:1000]})
    assert refusal(added=many) == ("added", "“added” is too long: at most 1000 entries.")


def test_a_long_wrong_value_is_quoted_in_part() -> None:
    assert refusal(zone="x" * 41)[1].startswith("“" + "x" * 40 + "…”")
    assert refusal(zone="x" * 40)[1].startswith("“" + "x" * 40 + "”")


def test_a_calendar_has_no_other_parts() -> None:
    assert refusal(lunch="12:00") == ("lunch", "“lunch” is no part of a calendar.")


def test_the_sentence_comes_in_the_language_of_the_reader() -> None:
    with pytest.raises(BadCalendar) as error:
        WorkCalendar.from_spec({**GOOD, "slots": [MONDAY, MONDAY]})
    with translation.override("fr"):
        assert "lundi" in str(error.value)


def test_what_is_written_has_every_part_in_order() -> None:
    written = WorkCalendar.from_spec(
        {
            "zone": "Europe/Paris",
            "slots": [{**MONDAY, "weekday": 7, "from": "22:00", "to": "06:00"}, MONDAY],
            "holidays": {"country": "FR", "region": "Moselle"},
            "added": ["2026-12-28", "2026-12-24"],
            "not_observed": ["2026-05-25"],
            "closures": [{"from": "2026-08-03", "to": "2026-08-21"}, {"from": "2026-02-02", "to": "2026-02-03"}],
            "half_days": [{"date": "2026-12-31", "until": "24:00"}],
        }
    ).as_spec()
    assert written == {
        "zone": "Europe/Paris",
        "slots": [MONDAY, {"weekday": 7, "from": "22:00", "to": "06:00"}],
        "holidays": {"country": "FR", "region": "57"},
        "added": ["2026-12-24", "2026-12-28"],
        "not_observed": ["2026-05-25"],
        "closures": [{"from": "2026-02-02", "to": "2026-02-03"}, {"from": "2026-08-03", "to": "2026-08-21"}],
        "half_days": [{"date": "2026-12-31", "until": "24:00"}],
    }


def test_a_country_without_a_region_is_written_without_one() -> None:
    assert WorkCalendar.from_spec({**GOOD, "holidays": {"country": "FR"}}).as_spec()["holidays"] == {"country": "FR"}
    assert WorkCalendar.from_spec(GOOD).as_spec()["holidays"] is None
