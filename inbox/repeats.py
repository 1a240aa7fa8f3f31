"""The same message again under another name, where copies share no id (IncomingMessage.copy_within)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.incoming import IncomingMessage
from connectors.models import Account
from inbox.models import Message
from inbox.own_replies import same_text


@dataclass(frozen=True)
class _Seen:
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
    longest = max((message.copy_within for message in messages), default=timedelta(0))
    times = [message.written_at for message in messages]
    rows = Message.objects.filter(
        ticket__account=account,
        ticket__thread_id__in={message.thread_id for message in messages},
        written_at__range=(min(times) - longest, max(times) + longest),
    ).values_list("ticket__thread_id", "direction", "body_text", "written_at")
    seen: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for thread_id, direction, text, written_at in rows:
        seen[thread_id, direction].append(_Seen(text, written_at))
    return seen


def _same(message: IncomingMessage, other: _Seen) -> bool:
    return abs(message.written_at - other.written_at) <= message.copy_within and same_text(message.text, other.text)
