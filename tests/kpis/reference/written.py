"""Messages: in and out, by whom, from what, at which hour."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.kpis.reference.history import History, RefCase, Row

PARIS = ZoneInfo("Europe/Paris")


def _at(message: Row) -> datetime:
    return message.accepted_at or message.written_at  # type: ignore[no-any-return]


def _counted(log: History) -> Iterator[tuple[Row, Row]]:
    """Messages of buyers and accepted replies, with their tickets, none that are spam."""
    for message in log.messages.values():
        ticket = log.tickets[message.ticket_id]
        went = message.direction == "in" or (message.direction == "out" and message.delivery == "accepted")
        if went and ticket.status != "spam":
            yield message, ticket


def hour_of_week(at: datetime) -> str:
    here = at.astimezone(PARIS)
    return str(here.weekday() * 24 + here.hour)


def messages(log: History, now: datetime) -> Iterator[RefCase]:
    for message, ticket in _counted(log):
        agent = message.user_id if message.direction == "out" else ticket.assignee_id
        yield log.case(ticket, _at(message), part=message.direction, agent=agent)


def replies(
    log: History, now: datetime, *, which: Callable[[Row], bool], value: Callable[[Row, Row], int]
) -> Iterator[RefCase]:
    for message, ticket in _counted(log):
        if message.direction == "out" and which(message):
            yield log.case(ticket, _at(message), value=value(message, ticket), agent=message.user_id)


def by_hand(message: Row) -> bool:
    """A person wrote it."""
    return not message.automatic


def from_here(message: Row) -> bool:
    """It was sent from here."""
    return message.attempted_at is not None


def is_night(message: Row) -> bool:
    here = _at(message).astimezone(PARIS)
    return not 8 <= here.hour < 20 or here.weekday() > 4


def arrivals_by_hour(log: History, now: datetime) -> Iterator[RefCase]:
    for message, ticket in _counted(log):
        if message.direction == "in" and not message.automatic:
            yield log.case(ticket, _at(message), part=hour_of_week(_at(message)), agent=ticket.assignee_id)


def staffing_by_hour(log: History, now: datetime) -> Iterator[RefCase]:
    """One for each person, account and hour."""
    found: dict[tuple[int, int, datetime], list[tuple[datetime, int]]] = {}
    for message, ticket in _counted(log):
        if message.direction == "out" and by_hand(message) and from_here(message) and message.user_id:
            hour = _at(message).replace(minute=0, second=0, microsecond=0)
            found.setdefault((ticket.account_id, message.user_id, hour), []).append((_at(message), ticket.id))
    for (account, user, hour), replies in found.items():
        case = log.case(None, min(replies)[0], part=hour_of_week(hour), agent=user, account=account)
        yield RefCase(**{**case.__dict__, "ticket": min(ticket for _written, ticket in replies)})
