"""Days and times as readers write them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

AFTERNOON = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_day_comes_first_and_the_day_has_twenty_four_hours(language: str) -> None:
    with translation.override(language):
        assert date_format(AFTERNOON, "SHORT_DATE_FORMAT") == "23/11/2026"
        assert date_format(AFTERNOON, "SHORT_DATETIME_FORMAT") == "23/11/2026 15:04"
