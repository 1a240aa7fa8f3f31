"""A rule tried on the past: everything of thirty days, or the newest of it if that takes too long."""

import re
from importlib import import_module

import pytest

from inbox.models import Ticket
from inbox.rules import dry_run as trying
from inbox.rules.actions.registry import steps_of
from inbox.rules.dry_run import dry_run
from inbox.rules.keeping import RuleDraft
from inbox.rules.past import CHANGES
from tests.make import DAY, HOUR, NINE, make_message

pytestmark = pytest.mark.django_db

DRAFT = RuleDraft(name="x", happening="message", steps=steps_of([{"do": "tag", "value": ["x"]}]))


def test_thirty_days_are_looked_at(ticket: Ticket) -> None:
    make_message(ticket, fetched_at=NINE - 31 * DAY)
    make_message(ticket, fetched_at=NINE - 29 * DAY)
    tried = dry_run(DRAFT, now=NINE)
    assert (tried.seen, tried.hits, tried.tickets, tried.is_cut) == (1, 1, 1, False)


def test_one_that_takes_too_long_ends_with_the_newest_and_says_so(
    ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "PAGE", 1)
    make_message(ticket, fetched_at=NINE - 2 * HOUR)
    make_message(ticket, fetched_at=NINE - HOUR)
    tried = dry_run(DRAFT, now=NINE, seconds=0)
    assert (tried.seen, tried.is_cut) == (1, True)
    assert tried.shown[0].at == NINE - HOUR


def test_what_counts_as_a_change_is_the_same_live_and_of_the_past() -> None:
    live = import_module("inbox.migrations.0030_squashed_0041_rules_questions_and_surveys").CHANGES
    assert set(re.findall(r"'(\w+)'", live)) == {str(kind.value) for kind in CHANGES}
