"""Every figure's cases, by its slug, from the definitions alone."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from tests.kpis.reference import answers, tickets, written
from tests.kpis.reference.history import History, RefCase

Cases = Callable[[History, datetime], Iterable[RefCase]]
_from_here_by_hand = lambda message: written.by_hand(message) and written.from_here(message)  # noqa: E731

REFERENCE: Mapping[str, Cases] = {
    "response_time": answers.response_time,
    "response_time_company": answers.response_time_company,
    "answered_within_8h": partial(answers.answered_within, hours=8),
    "answered_within_24h": partial(answers.answered_within, hours=24),
    "no_answer_needed": answers.no_answer_needed,
    "in_time_marketplace": partial(answers.in_time, clock="marketplace"),
    "in_time_company": partial(answers.in_time, clock="company"),
    "late_marketplace": partial(answers.late, clock="marketplace"),
    "late_company": partial(answers.late, clock="company"),
    "solved_at_first_contact": tickets.solved_at_first_contact,
    "exchanges_per_ticket": tickets.exchanges_per_ticket,
    "reopened_share": tickets.reopened_share,
    "time_to_solve": tickets.time_to_solve,
    "positive_share": partial(tickets.opinions, positive=True),
    "rating": partial(tickets.opinions, positive=False),
    "claims_opened": partial(tickets.claims_opened, of=lambda claim: claim.kind),
    "claims_by_reason": partial(tickets.claims_opened, of=lambda claim: claim.reason),
    "claims_by_product": partial(tickets.claims_opened, of=lambda claim: claim.item_id),
    "claims_amount": tickets.claims_amount,
    "claims_ended": tickets.claims_ended,
    "waited_before_claim": tickets.waited_before_claim,
    "claims_per_100_orders": partial(tickets.on_orders, what="claim"),
    "contacts": partial(tickets.contacts, by_product=False),
    "contacts_by_product": partial(tickets.contacts, by_product=True),
    "contacts_per_100_orders": partial(tickets.on_orders, what="contact"),
    "messages": written.messages,
    "arrivals_by_hour": written.arrivals_by_hour,
    "staffing_by_hour": written.staffing_by_hour,
    "answers": partial(written.replies, which=written.by_hand, value=lambda message, ticket: 1),
    "automatic_share": partial(
        written.replies, which=written.from_here, value=lambda message, ticket: int(message.automatic)
    ),
    "template_share": partial(
        written.replies,
        which=_from_here_by_hand,
        value=lambda message, ticket: int(message.template_version_id is not None),
    ),
    "template_edited": partial(
        written.replies,
        which=lambda message: written.by_hand(message) and message.template_version_id is not None,
        value=lambda message, ticket: int(message.template_edited is True),
    ),
    "hard_topics": partial(
        written.replies, which=_from_here_by_hand, value=lambda message, ticket: int(ticket.level == 2)
    ),
    "night_share": partial(
        written.replies, which=_from_here_by_hand, value=lambda message, ticket: int(written.is_night(message))
    ),
}
AT_MOMENTS: Mapping[str, Cases] = {
    "backlog": answers.backlog,
    "claims_open": partial(tickets.claims_open, at_stake=False),
    "claims_at_stake": partial(tickets.claims_open, at_stake=True),
}
"""What is open at a moment."""
