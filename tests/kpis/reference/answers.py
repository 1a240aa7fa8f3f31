"""Waits: how long, within 8 and 24 hours, in time on both clocks, why late, none needed, and who still waits."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.kpis.reference.history import History, RefCase, Row

HOUR = timedelta(hours=1)


def seconds(length: timedelta) -> Decimal:
    return Decimal(length // timedelta(microseconds=1)) / 1_000_000


def _writer(log: History, wait: Row) -> int | None:
    message = log.messages.get(wait.answered_by_id)
    return message.user_id if message else None


def _whose(log: History, wait: Row) -> int | None:
    return _writer(log, wait) or log.tickets[wait.ticket_id].assignee_id


def response_time(log: History, now: datetime) -> Iterator[RefCase]:
    for wait in log.waits:
        if wait.answered_at:
            length = seconds(wait.answered_at - wait.opened_at)
            ticket = log.tickets[wait.ticket_id]
            yield log.case(ticket, wait.answered_at, value=length, part=wait.target, agent=_writer(log, wait))


def response_time_company(log: History, now: datetime) -> Iterator[RefCase]:
    for wait in log.waits:
        if wait.answered_at and wait.company_due_at:
            version = log.calendars.get(wait.company_calendar_id)
            length = wait.answered_at - wait.opened_at
            if version:
                slots = _slots(version.spec, wait.opened_at, wait.answered_at)
                length = sum(
                    (min(end, wait.answered_at) - max(begin, wait.opened_at) for begin, end in slots), timedelta(0)
                )
            ticket = log.tickets[wait.ticket_id]
            yield log.case(ticket, wait.answered_at, value=seconds(length), part=wait.target, agent=_writer(log, wait))


def answered_within(log: History, now: datetime, hours: int) -> Iterator[RefCase]:
    for wait in log.waits:
        limit = wait.opened_at + hours * HOUR
        decided = min(wait.ended_at, limit) if wait.ended_at else limit
        ended_otherwise = wait.ended_at is not None and wait.ended_at <= limit and wait.answered_at is None
        if decided <= now and not ended_otherwise:
            ok = wait.answered_at is not None and wait.answered_at <= limit
            ticket = log.tickets[wait.ticket_id]
            yield log.case(ticket, decided, value=int(ok), part=wait.target, agent=_whose(log, wait))


def _judged(log: History, now: datetime, clock: str) -> Iterator[tuple[Row, datetime, bool, datetime, datetime]]:
    """Waits with a deadline that is decided: when, whether in time, the deadline."""
    for wait in log.waits:
        if clock == "marketplace":
            due, ended = wait.due_at, wait.marketplace_ended_at or wait.ended_at
        else:
            due, ended = wait.company_due_at, wait.ended_at
        if due is None or wait.end_reason in ("merged", "spam"):
            continue
        decided = min(ended, due) if ended else due
        if decided <= now:
            yield wait, decided, ended is not None and ended <= due, due, now


def in_time(log: History, now: datetime, clock: str) -> Iterator[RefCase]:
    for wait, decided, ok, _due, _now in _judged(log, now, clock):
        ticket = log.tickets[wait.ticket_id]
        yield log.case(ticket, decided, value=int(ok), part=wait.target, agent=_whose(log, wait))


def late(log: History, now: datetime, clock: str) -> Iterator[RefCase]:
    for wait, decided, ok, due, _now in _judged(log, now, clock):
        if not ok:
            cause = _cause(log, wait, due, clock)
            yield log.case(log.tickets[wait.ticket_id], decided, part=cause, agent=_whose(log, wait))


def _cause(log: History, wait: Row, due: datetime, clock: str) -> str:
    question = log.messages.get(wait.opened_by_id)
    came = question.fetched_at if question else None
    if wait.late_at_arrival if clock == "marketplace" else (came is not None and came > due):
        return "arrived_late"
    its = [message for message in log.messages.values() if message.ticket_id == wait.ticket_id]
    if any(
        one.direction == "out" and one.delivery == "refused" and wait.opened_at <= one.written_at <= due for one in its
    ):
        return "refused"
    events = log.events_of[wait.ticket_id]
    asked = ("handed_over", "forwarded", "mentioned")
    if any(event.kind in asked and wait.opened_at <= event.at <= due for event in events):
        return "colleague"
    version = log.calendars.get(wait.company_calendar_id)
    if version and not list(_slots(version.spec, wait.opened_at, due)):
        return "out_of_hours"
    given = [event for event in events if event.kind == "assigned"]
    before = [event for event in given if event.at <= due]
    if before:
        has_nobody = before[-1].after["value"] is None
    else:
        has_nobody = bool(given) or log.tickets[wait.ticket_id].assignee_id is None
    return "unassigned" if has_nobody else "not_answered"


def _slots(spec: dict[str, object], since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches that touch the time in between: slot by slot of every day, on the wall clock.

    Closed days are left out; public holidays are not known here.
    """
    zone = ZoneInfo(str(spec["zone"]))
    slots: Sequence[dict[str, str | int]] = spec["slots"]  # type: ignore[assignment]
    closures: Sequence[dict[str, str]] = spec["closures"]  # type: ignore[assignment]
    day = since.astimezone(zone).date() - timedelta(days=1)
    while day <= until.astimezone(zone).date():
        closed = any(one["from"] <= day.isoformat() <= one["to"] for one in closures)
        for slot in slots:
            if slot["weekday"] == day.isoweekday() and not closed:
                begins, ends = (time.fromisoformat(str(slot[name])) for name in ("from", "to"))
                last = day + timedelta(days=1) if ends <= begins else day
                begin, end = (
                    datetime.combine(one, at, zone).astimezone(UTC) for one, at in ((day, begins), (last, ends))
                )
                if begin < until and end > since:
                    yield begin, end
        day += timedelta(days=1)


def no_answer_needed(log: History, now: datetime) -> Iterator[RefCase]:
    for wait in log.waits:
        if wait.ended_at and wait.end_reason not in ("merged", "spam", "claim_ended"):
            none = wait.end_reason in ("no_answer_needed", "thanks")
            yield log.case(log.tickets[wait.ticket_id], wait.ended_at, value=int(none), agent=_whose(log, wait))


def backlog(log: History, moment: datetime) -> Iterator[RefCase]:
    for wait in log.waits:
        if wait.opened_at < moment and (wait.ended_at is None or wait.ended_at >= moment):
            age = moment - wait.opened_at
            bands = {8: "under_8h", 24: "under_24h", 72: "under_3d", 168: "under_7d"}
            part = next((name for hours, name in bands.items() if age < hours * HOUR), "longer")
            ticket = log.tickets[wait.ticket_id]
            yield log.case(ticket, moment - timedelta(microseconds=1), part=part, agent=ticket.assignee_id)
