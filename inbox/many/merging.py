"""Many tickets into one: each buyer's chosen tickets become one, or all go into a ticket that was named."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.many.action import Action, Noted, Turn, Wishes
from inbox.many.errors import BadWish, StaysItself
from inbox.models import Ticket
from inbox.tickets.errors import NoSuchTicket
from inbox.tickets.links import ticket_numbered
from inbox.tickets.merge import check_pair, merge, unmerge

_FACTS = ("id", "account_id", "buyer_id", "channel", "kind", "status", "language")
"""What check_pair and the limits of an outside agent look at, without a word of the buyer's; merge() looks at all."""


class Merge(Action):
    name = "merge"
    label = gettext_lazy("Merge")
    icon = "merge"
    fields = ("into",)
    columns = ("status", "merged_into_id")

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """into: a ticket's number; empty = of each buyer the oldest ticket among the chosen ones."""
        wanted = str(given.get("into") or "").strip().removeprefix("#")
        if not wanted:
            return {"into": None}
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19 else 0
        facts = Ticket.objects.filter(pk=number).values(*_FACTS).first()
        if facts is None:
            raise BadWish("into", _("There is no ticket with this number."))
        return {"into": facts}

    def remember(self, ticket_ids: Sequence[int]) -> Mapping[int, Noted]:
        oldest: dict[tuple[int, int, str], dict[str, Any]] = {}
        found = {}
        for facts in Ticket.objects.filter(pk__in=ticket_ids).order_by("created_at", "id").values(*_FACTS):
            whose = (facts["account_id"], facts["buyer_id"], facts["channel"])
            found[facts["id"]] = {"oldest": oldest.setdefault(whose, facts)}
        return found

    def check(self, turn: Turn) -> None:
        into = Ticket(**(turn.wishes["into"] or turn.noted["oldest"]))
        if turn.by.limits and not turn.by.limits.let_through(into):
            raise NoSuchTicket
        if turn.ticket.pk == into.pk:
            raise StaysItself
        check_pair(turn.ticket, into)

    def do(self, turn: Turn) -> Noted:
        wanted = (turn.wishes["into"] or turn.noted["oldest"])["id"]
        merge(turn.ticket, into=ticket_numbered(str(wanted), user=turn.by), by=turn.by, now=turn.now)
        return {}

    def undo(self, turn: Turn, before: Noted) -> None:  # noqa: ARG002
        """Raises GoneOn once the buyer was answered."""
        unmerge(turn.ticket, by=turn.by, now=turn.now)
