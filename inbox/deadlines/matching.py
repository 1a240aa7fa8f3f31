"""Everything that the clocks of one ticket are computed from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from inbox.deadlines.conditions import Case
from inbox.deadlines.marks import TicketLog
from inbox.deadlines.pauses import Pause, pauses_by_hand
from inbox.deadlines.response import Wait, as_counted_there, waits
from inbox.deadlines.rules import Rule, Rules
from inbox.models import Claim, Clock, Ticket
from inbox.models.ticket import CLAIM


@dataclass(frozen=True)
class TicketFacts:
    """waits: of the buyer. there: the same as the marketplace counts them. pauses: of the company's clocks.

    marketplace, company, statutory: the policy of each clock that fits the ticket now.
    """

    ticket: Ticket
    log: TicketLog
    waits: list[Wait]
    there: list[Wait]
    pauses: list[Pause]
    marketplace: Rule | None
    company: Rule | None
    statutory: Rule | None


def facts_of(
    ticket: Ticket, log: TicketLog, rules: Rules, *, has_claim: bool, holidays: Iterable[Pause]
) -> TicketFacts:
    """ticket: with its account. has_claim: whether a claim is open on it. holidays: of its account."""
    case = case_of(ticket, has_claim=has_claim)
    found = waits(log.entries)
    counts = ticket.account.connector_class.reply_window.any_answer_counts
    return TicketFacts(
        ticket=ticket,
        log=log,
        waits=found,
        there=waits(as_counted_there(log.entries)) if counts else found,
        pauses=[*pauses_by_hand(log), *holidays],
        marketplace=rules.matching(Clock.MARKETPLACE, case),
        company=rules.matching(Clock.COMPANY, case),
        statutory=rules.matching(Clock.STATUTORY, case),
    )


def case_of(ticket: Ticket, *, has_claim: bool) -> Case:
    """A conversation on which a claim is open counts as a claim; a ticket without a level as one of level 1."""
    return Case(
        marketplace=ticket.account.marketplace,
        account=ticket.account_id,
        channel=ticket.channel,
        kind=CLAIM if has_claim else ticket.kind,
        topic=ticket.topic,
        level=ticket.level or 1,
        language=ticket.language,
        tags=tuple(ticket.tags),
    )


def with_open_claims(ticket_ids: Collection[int], rules: Rules) -> frozenset[int]:
    """Those of the tickets on which a claim is open; nobody is asked where no policy looks at it."""
    if not ticket_ids or not rules.look_at_kinds():
        return frozenset()
    return frozenset(Claim.objects.filter(ticket__in=ticket_ids, ended_at=None).values_list("ticket_id", flat=True))
