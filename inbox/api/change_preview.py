"""What a change of policies or calendars would do to open tickets: asked with `?preview=true`, and nothing is kept."""

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import BaseModel

from inbox.deadlines.clock_records import ANSWER, CLOCKS
from inbox.deadlines.preview import Preview
from inbox.models import Clock, ClockKind

Previewed = Annotated[bool, Query(description="true: keep nothing, and say which open tickets would change and how.")]


class ChangeOut(BaseModel):
    """One deadline that would be another.

    clock, kind: as in a ticket's deadline; kind is "answer" for that of the answer, whether the first or the next.
    before, after: null = none, or paused.
    """

    ticket_id: int
    clock: str
    kind: str
    before: datetime | None
    after: datetime | None


class ChangePreviewOut(BaseModel):
    """What would follow; nothing was kept.

    tickets: how many would change. late: how many of those would be late at once. looked_at: how many open tickets
    were tried. left_out: how many open ones were not, since there are too many; they follow as well.
    changes: those due first, at most 500. further: how many changes there are besides.
    """

    tickets: int
    late: int
    looked_at: int
    left_out: int
    changes: list[ChangeOut]
    further: int


NOTHING = ChangePreviewOut(tickets=0, late=0, looked_at=0, left_out=0, changes=[], further=0)
"""Of what no open ticket can go by yet: none needs to be tried."""


def change_preview_out(found: Preview) -> ChangePreviewOut:
    return ChangePreviewOut(
        tickets=found.tickets,
        late=found.late,
        looked_at=found.looked_at,
        left_out=found.left_out,
        changes=[
            ChangeOut(ticket_id=one.ticket.pk, **_whose(one.what), before=one.before, after=one.after)
            for one in found.first
        ],
        further=found.further,
    )


def _whose(what: str) -> dict[str, str]:
    if what in Clock.values:
        return {"clock": what, "kind": ANSWER}
    return {"clock": CLOCKS[ClockKind(what)], "kind": what}
