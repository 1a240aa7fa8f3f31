"""Many tickets into one: each buyer's chosen tickets become one, or all go into a ticket that was named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.many.action import Action, Noted, Outcome, Turn, Wishes, one_by_one
from inbox.many.errors import AloneOfItsBuyer, BadWish, StaysItself
from inbox.models import Ticket
from inbox.models.ticket import CLAIM, NOT_LISTED
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
    at_once = 10

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
        """oldest: of the chosen tickets that can be one with this. alone: no other can."""
        chosen = Ticket.objects.filter(pk__in=ticket_ids).order_by("created_at", "id").values(*_FACTS)
        together = defaultdict(list)
        for facts in chosen:
            together[_whose(facts)].append(facts)
        found: dict[int, Noted] = {}
        for alike in together.values():
            oldest = next((facts for facts in alike if _may_take_in(facts)), alike[0])
            found |= {facts["id"]: {"oldest": oldest, "alone": len(alike) == 1} for facts in alike}
        return found

    def check(self, turn: Turn) -> None:
        named = turn.wishes["into"]
        into = Ticket(**(named or turn.noted["oldest"]))
        if turn.by.limits and not turn.by.limits.let_through(into):
            raise NoSuchTicket
        if turn.ticket.pk == into.pk:
            raise AloneOfItsBuyer if not named and turn.noted["alone"] else StaysItself
        check_pair(turn.ticket, into)

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        return one_by_one(turns, _merge)

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """GoneOn once the buyer was answered."""
        return one_by_one(turns, _unmerge)


def _merge(turn: Turn) -> Noted:
    wanted = (turn.wishes["into"] or turn.noted["oldest"])["id"]
    merge(turn.ticket, into=ticket_numbered(str(wanted), user=turn.by), by=turn.by, now=turn.now)
    return {}


def _unmerge(turn: Turn) -> Noted:
    unmerge(turn.ticket, by=turn.by, now=turn.now)
    return {}


def _whose(facts: Mapping[str, Any]) -> tuple[int, int, str]:
    return facts["account_id"], facts["buyer_id"], facts["channel"]


def _may_take_in(facts: Mapping[str, Any]) -> bool:
    return facts["kind"] != CLAIM and facts["status"] not in NOT_LISTED
