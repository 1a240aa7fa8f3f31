"""What was understood of messages, as rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from inbox.bulk import insert_new
from inbox.models import Understanding
from inbox.understanding.classification import Classification, Reason, Sign

_FIELDS = ["message", "language", "topic", "level", "withdrawal", "chaser", "anger", "thanks"]
_FIELDS += ["order_ids", "reasons", "learnt", "corrected"]


def keep(found: Iterable[tuple[int, Classification]]) -> None:
    """By message id. What is kept already stays as it is."""
    rows = [_row(message_id, one) for message_id, one in found]
    insert_new(Understanding, _FIELDS, rows, returning=["message"])


def reasons_of(row: Understanding) -> list[Reason]:
    """As they were seen; signs that this version does not know any more are left out."""
    return [Reason(Sign(sign), what, seen) for sign, what, seen in row.reasons if sign in set(Sign)]


def classification_of(row: Understanding) -> Classification:
    """As it was read, with what people have put right."""
    return Classification(
        language=row.language,
        topic=row.topic,
        level=row.level,
        withdrawal=row.withdrawal,
        chaser=row.chaser,
        anger=row.anger,
        thanks=row.thanks,
        order_ids=tuple(row.order_ids),
        reasons=tuple(reasons_of(row)),
    )


def _row(message_id: int, found: Classification) -> Sequence[Any]:
    return (
        *(message_id, found.language, str(found.topic), found.level),
        *(found.withdrawal, found.chaser, found.anger, found.thanks),
        [number[:100] for number in found.order_ids],
        [[str(reason.sign), str(reason.what), reason.seen[:200]] for reason in found.reasons],
        *(any(reason.sign == Sign.LEARNT for reason in found.reasons), {}),
    )
