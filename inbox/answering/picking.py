"""Which templates are proposed on a ticket, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.models import MessageDirection, Ticket
from templates_app.candidates import candidates, usable_templates
from templates_app.languages import LANGUAGES
from templates_app.models import ReplyTemplate
from templates_app.ranking import Reason, Situation, rank

MOST_PROPOSALS = 9
"""So many have a digit."""


@dataclass(frozen=True)
class Proposed:
    """template: with its published version. reasons: why, the weightiest first."""

    template: ReplyTemplate
    reasons: Sequence[Reason]


def proposed_templates(ticket: Ticket, *, language: str, typed: str) -> list[Proposed]:
    """For this ticket, at most MOST_PROPOSALS; three queries. ticket: with its account."""
    templates = {one.pk: one for one in usable_templates()}
    situation = Situation(
        topic=ticket.topic,
        language=language,
        marketplace=ticket.account.marketplace,
        kind=ticket.kind,
        text=_newest_words(ticket),
        typed=typed.strip(),
    )
    ranked = rank(candidates(list(templates.values()), language), situation, at_most=MOST_PROPOSALS)
    return [Proposed(templates[one.id], one.reasons) for one in ranked]


def language_of_answer(ticket: Ticket, wanted: str, *, otherwise: str) -> str:
    """The language to answer in: the one wanted, else the buyer's, else `otherwise`; always one of LANGUAGES."""
    return next((one for one in (wanted, ticket.language, otherwise) if one in LANGUAGES), LANGUAGES[0])


def _newest_words(ticket: Ticket) -> str:
    incoming = ticket.messages.filter(direction=MessageDirection.IN).order_by("-written_at")
    return f"{ticket.subject} {incoming.values_list('body_text', flat=True).first() or ''}"
