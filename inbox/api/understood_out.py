"""What was read in a buyer's message, as the API shows it."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel

from inbox.models import Ticket, Understanding
from inbox.understanding.reason_words import reason_words
from inbox.understanding.rows import reasons_of

FlagWord = Literal["withdrawal", "chaser", "anger", "thanks"]
FLAGS: tuple[FlagWord, ...] = ("withdrawal", "chaser", "anger", "thanks")


class UnderstoodOut(BaseModel):
    """As the machine read it, or as people put it right; `corrected` names what they did.

    flags: withdrawal (the buyer takes back his purchase), chaser (he asks again), anger (or a legal threat), thanks
    (and nothing else). order_ids: numbers named in it. reasons: sentences, in the language of the call.
    """

    language: str | None
    topic: str
    level: int
    flags: list[FlagWord]
    order_ids: list[str]
    corrected: list[str]
    reasons: list[str]


def understood_of(message_ids: Iterable[int]) -> dict[int, UnderstoodOut]:
    """By message id, of those that were read. One query."""
    rows = Understanding.objects.filter(message__in=list(message_ids))
    return {row.message_id: _understood_out(row) for row in rows}


def flags_by_ticket(tickets: Iterable[Ticket]) -> dict[int, list[FlagWord]]:
    """What the newest message of the buyer is, of tickets of which one was read. One query."""
    newest = (
        Understanding.objects.filter(message__ticket__in=list(tickets))
        .order_by("message__ticket_id", "-message__written_at", "-message_id")
        .distinct("message__ticket_id")
        .values_list("message__ticket_id", *FLAGS)
    )
    return {
        ticket_id: [flag for flag, is_set in zip(FLAGS, values, strict=True) if is_set] for ticket_id, *values in newest
    }


def _understood_out(row: Understanding) -> UnderstoodOut:
    return UnderstoodOut(
        language=row.language or None,
        topic=row.topic,
        level=row.level,
        flags=[flag for flag in FLAGS if getattr(row, flag)],
        order_ids=row.order_ids,
        corrected=sorted(row.corrected),
        reasons=[reason_words(reason) for reason in reasons_of(row)],
    )
