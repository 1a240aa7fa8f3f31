"""The cases behind a number, as lines that lead to their tickets."""

from collections.abc import Iterable
from dataclasses import dataclass

from inbox.models import Ticket, User
from inbox.views.marks import Mark, mark_of
from inbox.views.ticket.subjects import subject_of
from inbox.words.times import exact, weekday_moment
from kpis.figures.figure import Aggregation, Figure, Unit
from kpis.figures.from_log import Case
from kpis.words.labels import part_words
from kpis.words.values import written


@dataclass(frozen=True)
class CaseLine:
    """href, buyer, subject: empty where the ticket is not for this user, or there is none. state: bad or ""."""

    when: str
    when_exact: str
    href: str
    buyer: str
    subject: str
    mark: Mark | None
    part: str
    value: str
    state: str


def case_lines(figure: Figure, cases: Iterable[Case], *, user: User) -> list[CaseLine]:
    found = list(cases)
    ids = {case.ticket_id for case in found if case.ticket_id}
    visible = Ticket.objects.visible_to(user).select_related("account", "buyer").defer("account__credentials")
    tickets = visible.in_bulk(list(ids))
    return [_line(figure, case, tickets.get(case.ticket_id or 0), part_words(figure, case.part)) for case in found]


def _line(figure: Figure, case: Case, ticket: Ticket | None, part: str) -> CaseLine:
    value = None if case.value is None else float(case.value)
    return CaseLine(
        when=weekday_moment(case.happened_at),
        when_exact=exact(case.happened_at),
        href=ticket.get_absolute_url() if ticket else "",
        buyer=ticket.buyer_called if ticket else "",
        subject=subject_of(ticket) if ticket else "",
        mark=mark_of(ticket.account.marketplace) if ticket else None,
        part=part,
        value="" if _says_nothing(figure) else written(value, figure.unit, currency=case.currency or ""),
        state=_state(figure, value),
    )


def _says_nothing(figure: Figure) -> bool:
    """Of a share a case is a yes or a no, and of a count always one."""
    return figure.unit == Unit.SHARE or figure.aggregation in (Aggregation.COUNT, Aggregation.RATIO)


def _state(figure: Figure, value: float | None) -> str:
    """Of a share, whether the case speaks for it: a yes or a no."""
    if figure.unit != Unit.SHARE or value is None:
        return ""
    return "yes" if value else "no"
