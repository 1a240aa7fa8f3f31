"""Which templates are proposed on a ticket, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.models import MessageDirection, Ticket
from inbox.tickets.topics import TOPICS
from inbox.understanding.classification import Topic
from templates_app.candidates import shelf_in
from templates_app.languages import LANGUAGES
from templates_app.models import ReplyTemplate
from templates_app.ranking import Reason, Situation, rank

MOST_PROPOSALS = 9
"""So many have a digit."""
_NEWEST = 6
"""Messages that are looked at for what the buyer wrote since our last word."""


@dataclass(frozen=True)
class Proposed:
    """template: with its published version. reasons: why, the weightiest first."""

    template: ReplyTemplate
    reasons: Sequence[Reason]


def proposed_templates(ticket: Ticket, *, language: str, typed: str) -> list[Proposed]:
    """For this ticket, at most MOST_PROPOSALS; three queries or four.

    ticket: with its account. language: one of templates_app's.
    """
    shelf, uses = shelf_in(language)
    newest = _unanswered(ticket)
    situation = Situation(
        topic=_topic(ticket, [topic for _text, topic in newest]),
        language=language,
        marketplace=ticket.account.marketplace,
        kind=ticket.kind,
        text=" ".join([ticket.subject, *(text for text, _topic in newest)]),
        typed=typed.strip(),
    )
    ranked = rank(shelf, situation, uses=uses, at_most=MOST_PROPOSALS)
    templates = ReplyTemplate.objects.usable().select_related("published").in_bulk([one.id for one in ranked])
    return [Proposed(templates[one.id], one.reasons) for one in ranked if one.id in templates]


def language_of_answer(ticket: Ticket, wanted: str, *, otherwise: str) -> str:
    """The language to answer in: the one wanted, else the buyer's, else `otherwise`; always one of LANGUAGES."""
    return next((one for one in (wanted, ticket.language, otherwise) if one in LANGUAGES), LANGUAGES[0])


def _unanswered(ticket: Ticket) -> list[tuple[str, str]]:
    """What the buyer wrote since our last word, the newest first, with its topic; else what he wrote last."""
    said = ticket.messages.filter(direction__in=(MessageDirection.IN, MessageDirection.OUT)).order_by(
        "-written_at", "-pk"
    )
    rows = said.values_list("direction", "body_text", "understanding__topic")[:_NEWEST]
    by_buyer = [direction == MessageDirection.IN for direction, _text, _topic in rows]
    first = by_buyer.index(True) if True in by_buyer else 0
    last = by_buyer.index(False, first) if False in by_buyer[first:] else len(by_buyer)
    return [(text, topic or "") for _direction, text, topic in rows[first:last]]


def _topic(ticket: Ticket, read: Sequence[str]) -> str:
    """Of ours. Where the marketplace has given the ticket a reason of its own: what the buyer's words say it is about,
    else what that reason means. read: topics of his messages, the newest first."""
    if ticket.topic in TOPICS:
        return ticket.topic
    told = (topic for topic in read if topic in TOPICS and topic not in (Topic.THANKS, Topic.OTHER))
    return next(told, "") or ticket.account.connector_class.topic_meanings.get(ticket.topic, ticket.topic)
