"""Fixtures of the figures' tests."""

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from kpis.figures.question import Question

PARIS = "Europe/Paris"


@pytest.fixture(autouse=True)
def _shop_in_paris(settings: Settings) -> None:
    settings.SHOP_ZONE = PARIS


@pytest.fixture
def november() -> Question:
    return Question(date(2026, 11, 1), date(2026, 12, 1), PARIS)
