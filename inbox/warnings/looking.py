"""The tick: find the deadlines that come near or have passed, write down what was reached, tell people once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from inbox.alerts.raising import NewAlert, raise_alerts
from inbox.bulk import update_rows
from inbox.deadlines.open_deadlines import OpenDeadline, open_deadlines
from inbox.models import AlertKind, DeadlineWarning, EventKind, Ticket, TicketEvent, User, WarningRound
from inbox.warnings.points import Points, is_history, next_at, reached
from inbox.warnings.recipients import Staff
from inbox.warnings.schedules import schedules

MOST = 2000
"""So many tickets are looked at in one transaction; the most urgent first."""
DIGEST_FROM = 6
"""So many at once are told as one."""
DOWN_AFTER = timedelta(minutes=5)
"""A longer time between two looks means that Guichet did not run."""


def look(now: datetime) -> int:
    """Tell of every point that was reached since the last look; return how many people's alerts that made.

    Of two workers one looks. A ticket on which an answer is just being recorded is left for the next look.
    """
    with transaction.atomic():
        if (round_ := _round()) is None:
            return 0
        last_look, round_.looked_at = round_.looked_at, now
        round_.save(update_fields=["looked_at"])
        tickets = _to_look_at(now)
        watched = _watched(open_deadlines(tickets))
        warnings = _written(watched, last_look=last_look, now=now)
        _look_again(tickets, watched, now)
        return _tell(_worst_of_each_ticket(warnings), now=now)


@dataclass(frozen=True)
class _Watched:
    """One deadline, when it is warned of, and what it was warned of before."""

    deadline: OpenDeadline
    points: Points
    warned: Sequence[timedelta]


def _round() -> WarningRound | None:
    """The row of the last look, locked; None while another worker is looking."""
    WarningRound.objects.get_or_create(pk=1)
    return WarningRound.objects.select_for_update(skip_locked=True).filter(pk=1).first()


def _to_look_at(now: datetime) -> list[Ticket]:
    """Those whose next point has come, and those of which the next point is not known; locked."""
    points = Ticket.objects.at_their_warning(now).values_list("pk", flat=True)[:MOST]
    unknown = Ticket.objects.with_unknown_warning().values_list("pk", flat=True)[:MOST]
    tickets = Ticket.objects.filter(pk__in={*points, *unknown}).order_by("reply_due_at", "id")
    return list(tickets.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("account"))


def _watched(deadlines: Sequence[OpenDeadline]) -> list[_Watched]:
    found, warned = schedules(deadlines), _points_warned_of(deadlines)
    return [_Watched(one, found[one.key], warned.get(one.key, ())) for one in deadlines]


def _written(watched: Sequence[_Watched], *, last_look: datetime | None, now: datetime) -> list[DeadlineWarning]:
    """Write a row for every point that is new; return those of which somebody is to hear."""
    rows = [row for one in watched for row in _rows(one, last_look=last_look, now=now)]
    DeadlineWarning.objects.bulk_create(rows, batch_size=500)
    return [row for row in rows if not row.silent]


def _rows(watched: _Watched, *, last_look: datetime | None, now: datetime) -> list[DeadlineWarning]:
    """Only the last point speaks; none does on the first look ever, or of what is history."""
    rows = []
    wait, lengths = watched.deadline, reached(watched.points, now=now, warned=watched.warned)
    for length in lengths:
        at = watched.points[length]
        silent = (
            length != lengths[-1]
            or last_look is None
            or is_history(
                wait.opened_at, connected_at=wait.ticket.account.created_at, seen_at=wait.seen_at, reached_at=at
            )
        )
        was_down = last_look is not None and now - last_look > DOWN_AFTER and at > last_look
        rows.append(
            DeadlineWarning(
                ticket=wait.ticket,
                waiting=wait.waiting,
                opened_at=wait.opened_at,
                before=length,
                due_at=wait.due_at,
                reached_at=at,
                warned_at=now,
                silent=silent,
                while_down=was_down,
            )
        )
    return rows


def _points_warned_of(waits: Iterable[OpenDeadline]) -> dict[tuple[int, str, datetime], list[timedelta]]:
    found: dict[tuple[int, str, datetime], list[timedelta]] = defaultdict(list)
    rows = DeadlineWarning.objects.filter(ticket__in={wait.ticket.pk for wait in waits})
    for ticket_id, waiting, opened_at, before in rows.values_list("ticket_id", "waiting", "opened_at", "before"):
        found[ticket_id, waiting, opened_at].append(before)
    return found


def _look_again(tickets: Iterable[Ticket], watched: Iterable[_Watched], now: datetime) -> None:
    """Put down when each is to be looked at next; those whose every deadline has passed are not, until one changes."""
    following: dict[int, datetime] = {}
    for one in watched:
        if at := next_at(one.points, now=now, warned=one.warned):
            ticket_id = one.deadline.ticket.pk
            following[ticket_id] = min(at, following.get(ticket_id, at))
    looked_at = list(tickets)
    for ticket in looked_at:
        ticket.warned_for, ticket.next_warning_at = ticket.reply_due_at, following.get(ticket.pk)
    update_rows(Ticket, ["warned_for", "next_warning_at"], looked_at)


def _worst_of_each_ticket(warnings: Iterable[DeadlineWarning]) -> list[DeadlineWarning]:
    """One ticket may have several deadlines: of those reached at once, the one with the least time left speaks."""
    worst: dict[int, DeadlineWarning] = {}
    for warning in sorted(warnings, key=lambda one: (one.before, one.due_at)):
        worst.setdefault(warning.ticket_id, warning)
    return sorted(worst.values(), key=lambda one: (one.due_at, one.ticket_id))


def _tell(news: Sequence[DeadlineWarning], *, now: datetime) -> int:
    if not news:
        return 0
    staff = Staff.for_tickets([one.ticket for one in news], now=now)
    told: dict[User, list[DeadlineWarning]] = defaultdict(list)
    events = []
    for one in news:
        people = staff.told_of(one.ticket, is_late=one.is_late)
        events.append(_event(one, people, now))
        for person in people:
            told[person].append(one)
    TicketEvent.objects.bulk_create(events, batch_size=500)
    alerts = [alert for person, his in told.items() for alert in _alerts(person, his)]
    raise_alerts(alerts, now=now)
    return len(alerts)


def _alerts(person: User, news: Sequence[DeadlineWarning]) -> list[NewAlert]:
    if len(news) >= DIGEST_FROM:
        return [NewAlert(person, AlertKind.DIGEST, warnings=tuple(news))]
    return [
        NewAlert(
            person,
            AlertKind.LATE if one.is_late else AlertKind.WARNING,
            ticket=one.ticket,
            warnings=(one,),
        )
        for one in news
    ]


def _event(one: DeadlineWarning, people: Sequence[User], now: datetime) -> TicketEvent:
    """For the ticket's log: of which deadline, how long before, whom, and whether Guichet had been away."""
    return TicketEvent(
        ticket=one.ticket,
        at=now,
        kind=EventKind.WARNED,
        before=None,
        after={
            "waiting": one.waiting,
            "due_at": one.due_at.isoformat(),
            "minutes_before": one.before // timedelta(minutes=1),
            "while_down": one.while_down,
            "told": [person.pk for person in people],
        },
    )
