"""Take in what buyers said publicly about the seller, and settle our answers by what is published there."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from connectors.incoming import IncomingFeedback
from connectors.models import Account
from connectors.text import marked, storable
from inbox.changes import bump_on_commit
from inbox.feedback.tickets import link_to_tickets
from inbox.models import Delivery, Feedback
from inbox.names import fitting
from inbox.orders.lines import Line, only_order_with_item, orders_with_lines

UNDER_WAY = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE)
ANOTHER_ANSWER = marked("another answer is published there already")
_CHANGING = [
    "order_id",
    "item_id",
    "buyer_handle",
    "rating",
    "word",
    "text",
    "answerable",
    "revisable",
    "answer",
    "written_at",
]


def take_in_feedback(account: Account, feedback: Iterable[IncomingFeedback], *, now: datetime) -> int:
    """Store new and changed feedback, the last of each; return how many there were."""
    told = {fitting(one.external_id): one for one in feedback}
    if not told:
        return 0
    with transaction.atomic():
        known = {row.external_id: row for row in _known(account, told)}
        changed = []
        for external_id, one in told.items():
            row = known.get(external_id) or Feedback(account=account, external_id=external_id, fetched_at=now)
            before = _values(row)
            _take_over(row, one, account)
            if row.pk is None or _values(row) != before:
                changed.append(row)
        _save(account, changed)
    return len(changed)


def _known(account: Account, names: Iterable[str]) -> Iterable[Feedback]:
    """Locked, since a worker may be sending an answer."""
    rows = Feedback.objects.select_for_update(of=("self",)).filter(account=account, external_id__in=list(names))
    return rows.order_by("id")


def _take_over(row: Feedback, one: IncomingFeedback, account: Account) -> None:
    row.order_id = (one.order_id or _order_of(one, account))[:100] or row.order_id
    row.item_id, row.word = one.item_id[:100], one.word[:30]
    row.buyer_handle, row.rating = one.buyer_handle[:255], one.rating
    row.text, row.written_at, row.revisable = storable(one.text), one.written_at, one.revisable
    answer = storable(one.answer).strip()
    if answer or row.delivery != Delivery.ACCEPTED:
        row.answer = answer
    row.answerable = one.answerable and not row.answer
    if answer:
        _settle(row)


def _order_of(one: IncomingFeedback, account: Account) -> str:
    line = Line(one.buyer_handle, one.item_id, one.line_id)
    return orders_with_lines(account, [line]).get(line) or only_order_with_item(
        account, buyer_handle=one.buyer_handle, item_id=one.item_id, before=one.written_at
    )


def _settle(row: Feedback) -> None:
    """An answer is published: ours if it is the text typed here; else ours cannot be any more."""
    if row.typed and _squeezed(row.typed) == _squeezed(row.answer):
        row.delivery, row.reason = Delivery.ACCEPTED, ""
    elif row.delivery in UNDER_WAY:
        row.delivery, row.reason = Delivery.REFUSED, ANOTHER_ANSWER


def _save(account: Account, changed: list[Feedback]) -> None:
    link_to_tickets(account, changed)
    Feedback.objects.bulk_create([row for row in changed if row.pk is None])
    Feedback.objects.bulk_update([row for row in changed if row.pk], [*_CHANGING, "delivery", "reason", "ticket"])
    bump_on_commit({row.ticket_id for row in changed if row.ticket_id})


def _values(row: Feedback) -> list[object]:
    return [getattr(row, name) for name in (*_CHANGING, "delivery", "reason")]


def _squeezed(text: str) -> str:
    """Marketplaces may change white space."""
    return " ".join(text.split())
