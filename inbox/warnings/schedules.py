"""When people are to be warned of deadlines: as the policy says that gave each, else as the installation is set."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from inbox.deadlines.open_deadlines import OpenDeadline
from inbox.deadlines.pauses import in_order
from inbox.deadlines.rules import RuleBook, Rules
from inbox.deadlines.standing_still import StoodStill, stood_still
from inbox.models import Clock
from inbox.warnings.points import Points, points

Key = tuple[int, str, datetime]


def schedules(deadlines: Sequence[OpenDeadline]) -> dict[Key, Points]:
    """The points of each, by its key. Queries for the pauses of all, and for each version of a policy among them."""
    book = RuleBook(Rules({}))
    companys = {one.ticket.pk: one.ticket for one in deadlines if one.clock == Clock.COMPANY}
    pauses = stood_still(companys.values()) if companys else {}
    return {one.key: _points(one, book, pauses.get(one.ticket.pk, StoodStill())) for one in deadlines}


def _points(one: OpenDeadline, book: RuleBook, pauses: StoodStill) -> Points:
    rule = book.as_used(one.version_id, one.calendar_version_id)
    before = rule.targets.warn if rule else None
    return points(
        one.opened_at,
        one.due_at,
        before=settings.WARN_BEFORE if before is None else before,
        calendar=rule.calendar if rule and one.clock != Clock.STATUTORY else None,
        pauses=in_order(pauses.of(one.clock, one.waiting), until=None),
    )
