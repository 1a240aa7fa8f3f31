"""When the clocks of tickets stood still, read for a batch: what people did, and when the shop was closed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from inbox.deadlines.holidays import holiday_pauses
from inbox.deadlines.log import logs_of
from inbox.deadlines.pauses import Pause, pauses_between_waits, pauses_by_hand
from inbox.deadlines.response import waits
from inbox.models import Clock, ClockKind, Ticket


@dataclass(frozen=True)
class StoodStill:
    """Of one ticket; they may overlap. always: of all the company's clocks. solving: besides, of that of the solution,
    while it is the buyer's turn.
    """

    always: Sequence[Pause] = ()
    solving: Sequence[Pause] = ()

    def of(self, clock: str, kind: str) -> Sequence[Pause]:
        """Those of one deadline. clock: a Clock; only the company's ever stands still. kind: as of ClockRecord."""
        if clock != Clock.COMPANY:
            return ()
        return [*self.always, *self.solving] if kind == ClockKind.RESOLUTION else self.always


def stood_still(tickets: Collection[Ticket]) -> dict[int, StoodStill]:
    """By ticket id: at most four queries, however many tickets."""
    logs = logs_of([ticket.pk for ticket in tickets])
    holidays = holiday_pauses({ticket.account_id for ticket in tickets})
    found = {}
    for ticket in tickets:
        log = logs[ticket.pk]
        always = list(chain(pauses_by_hand(log), holidays.get(ticket.account_id, ())))
        found[ticket.pk] = StoodStill(always, pauses_between_waits(log, waits(log.entries)))
    return found
