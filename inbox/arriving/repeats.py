"""The same message again under another name, where copies share no id (IncomingMessage.copy_within)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from connectors.incoming import IncomingMessage
from connectors.models import Account
from inbox.arriving.own_replies import same_text
from inbox.models import Delivery, Message


@dataclass(frozen=True)
class _Seen:
    """written_at: of a reply of ours when it was taken, which may be long after the agent wrote it."""

    text: str
    written_at: datetime


def without_copies(account: Account, messages: Sequence[IncomingMessage]) -> list[IncomingMessage]:
    """The messages, copies of each other and of stored ones left out; no query if none may be a copy.

    messages: with the conversation each belongs to as its thread_id.
    """
    if not any(message.copy_within for message in messages):
        return list(messages)
    seen = _stored(account, [message for message in messages if message.copy_within])
    kept = []
    for message in sorted(messages, key=lambda message: (message.written_at, message.external_id)):
        place = (message.thread_id, str(message.direction))
        if message.copy_within and any(_same(message, other) for other in seen[place]):
            continue
        seen[place].append(_Seen(message.text, message.written_at))
        kept.append(message)
    return kept


def _stored(account: Account, messages: Sequence[IncomingMessage]) -> dict[tuple[str, str], list[_Seen]]:
    """What the marketplace is known to have; what may be a reply of ours on its way is recognised later."""
    longest = max((message.copy_within for message in messages), default=timedelta(0))
    times = [message.written_at for message in messages]
    around = (min(times) - longest, max(times) + longest)
    threads = {message.thread_id for message in messages}
    rows = Message.objects.filter(
        Q(written_at__range=around) | Q(accepted_at__range=around),
        Q(through=None, ticket__thread_id__in=threads) | Q(through__thread_id__in=threads),
        ticket__account=account,
        delivery__in=["", Delivery.ACCEPTED],
    )
    thread = Coalesce("through__thread_id", "ticket__thread_id")
    seen: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for thread_id, direction, text, written_at, accepted_at in rows.values_list(
        thread, "direction", "body_text", "written_at", "accepted_at"
    ):
        seen[thread_id, direction].append(_Seen(text, accepted_at or written_at))
    return seen


def _same(message: IncomingMessage, other: _Seen) -> bool:
    return abs(message.written_at - other.written_at) <= message.copy_within and same_text(message.text, other.text)
