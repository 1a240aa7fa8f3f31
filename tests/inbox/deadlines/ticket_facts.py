"""Tickets for tests of what their rows come to, without a database: policies, and what was written and done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from connectors.models import Account
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.cycle_rows import CycleRow, cycle_rows
from inbox.deadlines.marks import Mark, TicketLog, endings
from inbox.deadlines.matching import TicketFacts, facts_of
from inbox.deadlines.pauses import Pause
from inbox.deadlines.response import Entry, EntryKind
from inbox.deadlines.rules import Rule, RuleBook, Rules
from inbox.deadlines.targets import Targets
from inbox.models import ResponseCycle, Ticket
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, calendar
from tests.make import DAY, HOUR

OFFICE = calendar(NINE_TO_FIVE)
THERE = Rule("marketplace", 1, 1, 10, Conditions(), Targets(soft=8 * HOUR, hard=DAY), calendar_version_id=100)
COMPANY = Rule(
    *("company", 1, 2, 20, Conditions()),
    Targets(first=4 * HOUR, next=6 * HOUR, acknowledgement=2 * HOUR, resolution=5 * DAY),
    *(None, 200),
)
RULES = Rules({"marketplace": [THERE], "company": [COMPANY]})
NO_RULES = Rules({})


def account(*, marketplace: str = "amazon") -> Account:
    """Amazon counts acknowledgements as answers."""
    return Account(id=1, marketplace=marketplace)


def asked(at: datetime, message_id: int = 1, *, seen_at: datetime | None = None) -> Entry:
    return Entry(EntryKind.BUYER, at, seen_at or at, message_id)


def answered(at: datetime, message_id: int = 2) -> Entry:
    return Entry(EntryKind.ANSWER, at, at, message_id)


def told_later(at: datetime, message_id: int = 3) -> Entry:
    return Entry(EntryKind.ACKNOWLEDGEMENT, at, at, message_id)


def facts(
    *entries: Entry, marks: Sequence[Mark] = (), rules: Rules = RULES, holidays: Sequence[Pause] = (), **ticket: Any
) -> TicketFacts:
    known = Ticket(**{"id": 7, "account": account(), "last_message_at": None, **ticket})
    log = TicketLog([*entries, *endings(list(marks))], list(marks))
    return facts_of(known, log, rules, has_claim=False, holidays=holidays)


class KnownVersions(RuleBook):
    """A book that finds past versions without a database, by the id of the policy's version."""

    def __init__(self, *past: Rule) -> None:
        super().__init__(RULES)
        self._used = {(rule.version_id or 0, rule.calendar_version_id): rule for rule in past}


def rows(known: TicketFacts, stored: Sequence[ResponseCycle] = (), *past: Rule) -> list[CycleRow]:
    return list(cycle_rows(known, stored, KnownVersions(*past)))


def as_stored(row: ResponseCycle, **different: Any) -> ResponseCycle:
    """A copy as the database would give it, with these columns as they were before."""
    kept = {field.attname: getattr(row, field.attname) for field in ResponseCycle._meta.concrete_fields}
    copy = ResponseCycle(**{**kept, "id": 1, **different})
    copy._state.adding = False
    return copy


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)
