"""How long a policy gives: read, refused with the name of what is wrong, written again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from inbox.deadlines.targets import Targets
from inbox.errors import BadPolicy

YEAR = 366 * 24 * 60
MINUTE = timedelta(minutes=1)
NUMBER = f"A whole number from 0 to {YEAR} is wanted here."
POINTS = f"Whole numbers of minutes from 1 to {YEAR} are wanted here."
MOST = "At most 6 lengths are wanted here."


@pytest.mark.parametrize(
    ("clock", "spec", "targets"),
    [
        ("marketplace", {"soft_minutes": 480, "hard_minutes": 1440}, Targets(soft=480 * MINUTE, hard=1440 * MINUTE)),
        (
            "company",
            {"first_minutes": 1, "next_minutes": 2, "acknowledgement_minutes": 3, "resolution_minutes": YEAR},
            Targets(first=MINUTE, next=2 * MINUTE, acknowledgement=3 * MINUTE, resolution=YEAR * MINUTE),
        ),
        (
            "statutory",
            {"acknowledgement_minutes": 1440, "days": 366, "past_closed_days": True},
            Targets(acknowledgement=1440 * MINUTE, days=366, past_closed_days=True),
        ),
        (
            "company",
            {"warn_minutes": [60, 240, 60, 1, YEAR]},
            Targets(warn=(YEAR * MINUTE, 240 * MINUTE, 60 * MINUTE, MINUTE)),
        ),
        ("company", {"warn_minutes": [1, 2, 3, 4, 5, 6]}, Targets(warn=tuple(n * MINUTE for n in (6, 5, 4, 3, 2, 1)))),
        ("company", {"warn_minutes": []}, Targets(warn=())),
    ],
)
def test_what_each_clock_knows_is_read_and_written_as_it_was(clock: str, spec: Any, targets: Targets) -> None:
    read = Targets.from_spec(spec, clock=clock)
    assert read == targets
    assert Targets.from_spec(read.as_spec(), clock=clock) == targets
    assert {name: value for name, value in read.as_spec().items() if name != "warn_minutes"} == {
        name: value for name, value in spec.items() if name != "warn_minutes"
    }


def test_warnings_are_written_the_longest_first_and_each_once() -> None:
    assert Targets.from_spec({"warn_minutes": [60, 240, 60]}, clock="company").as_spec() == {"warn_minutes": [240, 60]}


@pytest.mark.parametrize("clock", ["marketplace", "company", "statutory"])
def test_nothing_and_none_at_all_are_the_same(clock: str) -> None:
    assert Targets.from_spec({}, clock=clock) == Targets()
    assert Targets().as_spec() == {}


def test_zero_means_none() -> None:
    assert Targets.from_spec({"first_minutes": 0, "next_minutes": None}, clock="company") == Targets()
    assert Targets.from_spec({"days": 0, "past_closed_days": False}, clock="statutory") == Targets()


@pytest.mark.parametrize(
    ("clock", "spec", "field", "says"),
    [
        ("marketplace", {"first_minutes": 60}, "targets", "“first_minutes” is no target of this clock."),
        ("company", {"days": 14}, "targets", "“days” is no target of this clock."),
        ("company", {"first_minutes": -1}, "targets.first_minutes", NUMBER),
        ("company", {"first_minutes": YEAR + 1}, "targets.first_minutes", NUMBER),
        ("company", {"next_minutes": "60"}, "targets.next_minutes", NUMBER),
        ("company", {"next_minutes": True}, "targets.next_minutes", NUMBER),
        ("statutory", {"days": 367}, "targets.days", "A whole number from 0 to 366 is wanted here."),
        ("statutory", {"past_closed_days": 1}, "targets.past_closed_days", "Yes or no is wanted here."),
        ("company", {"warn_minutes": 60}, "targets.warn_minutes", MOST),
        ("company", {"warn_minutes": [1, 2, 3, 4, 5, 6, 7]}, "targets.warn_minutes", MOST),
        ("company", {"warn_minutes": [0]}, "targets.warn_minutes", POINTS),
        ("company", {"warn_minutes": [YEAR + 1]}, "targets.warn_minutes", POINTS),
        ("company", {"warn_minutes": ["60"]}, "targets.warn_minutes", POINTS),
    ],
)
def test_what_cannot_be_is_refused_by_name(clock: str, spec: Any, field: str, says: str) -> None:
    with translation.override("en"), pytest.raises(BadPolicy) as refused:
        Targets.from_spec(spec, clock=clock)
    assert (refused.value.field, str(refused.value)) == (field, says)
