"""Nothing is remembered from one test to the next: a mutant would hide behind what was worked out before it came."""

import pytest

from inbox.deadlines.calendar.public_holidays import countries, public_holidays, regions
from inbox.deadlines.calendar.wall_clock import _steady_offset
from inbox.deadlines.calendar.working_year import working_year


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    for remembered in (countries, public_holidays, regions, _steady_offset, working_year):
        remembered.cache_clear()
