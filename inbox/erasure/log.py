"""The log of an erased person's tickets: that and when something happened stays, what was written with it goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from inbox.bulk import update_rows
from inbox.models import EventKind, TicketEvent, User
from inbox.proof.sealing import forget_salts, wait_for_sealing

_PLAIN = frozenset(
    {
        *("status", "state", "claim", "delivery", "cause", "imported", "due_at", "is_open", "action", "outcome"),
        *("value", "match", "forward", "mail", "waiting", "rules"),
    }
)
"""Names of values that are codes, numbers and moments."""
_FREE = (EventKind.TAGS, EventKind.ORDER)
"""Entries whose value is what somebody typed, or an order of his."""


def forget_words(ticket_ids: Sequence[int], *, by: User | None, now: datetime) -> None:
    """Say in each log that its buyer was erased; then take out of it what may tell who he was.

    The database lets nothing else be changed, and only where the log says so (guichet_keep_log, migration 0010).
    The seals stay; only what would let their digests be guessed goes.
    """
    wait_for_sealing()
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket_id=ticket_id, at=now, kind=EventKind.ERASED, user=by) for ticket_id in ticket_ids
    )
    changed = []
    for event in TicketEvent.objects.filter(ticket_id__in=ticket_ids).iterator():
        before, after = _plain(event, event.before), _plain(event, event.after)
        if (before, after) != (event.before, event.after):
            event.before, event.after = before, after
            changed.append(event)
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('guichet.erasing', 'on', true)")
        update_rows(TicketEvent, ["before", "after"], changed)
        forget_salts([event.pk for event in changed])
        cursor.execute("SELECT set_config('guichet.erasing', '', true)")


def _plain(event: TicketEvent, values: Any) -> Any:
    if not isinstance(values, dict):
        return None
    if event.kind in _FREE:
        return None
    return {name: value for name, value in values.items() if name in _PLAIN} or None
