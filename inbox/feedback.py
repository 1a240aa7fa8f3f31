"""Take in what buyers said publicly about the seller."""

from collections.abc import Iterable
from datetime import datetime

from connectors.incoming import IncomingFeedback
from connectors.models import Account
from inbox.models import Feedback
from inbox.names import fitting

_CHANGING = ["order_id", "buyer_handle", "rating", "text", "answer", "written_at"]


def take_in_feedback(account: Account, feedback: Iterable[IncomingFeedback], *, now: datetime) -> int:
    """Store new and changed feedback, the last of each; return how many there were."""
    rows = {fitting(one.external_id): _row(account, one, now) for one in feedback}
    if not rows:
        return 0
    known = Feedback.objects.filter(account=account, external_id__in=rows)
    same = {one.external_id for one in known if _values(one) == _values(rows[one.external_id])}
    changed = [row for external_id, row in rows.items() if external_id not in same]
    Feedback.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["account", "external_id"], update_fields=_CHANGING
    )
    return len(changed)


def _row(account: Account, one: IncomingFeedback, now: datetime) -> Feedback:
    return Feedback(
        account=account,
        external_id=fitting(one.external_id),
        order_id=one.order_id[:100],
        buyer_handle=one.buyer_handle[:255],
        rating=one.rating,
        text=one.text,
        answer=one.answer,
        written_at=one.written_at,
        fetched_at=now,
    )


def _values(one: Feedback) -> list[object]:
    return [getattr(one, name) for name in _CHANGING]
