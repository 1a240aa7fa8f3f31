"""Write down that a person has put right what was read in a message; such corrections are counted and learnt from."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from inbox.models import Understanding

Value = str | int | bool


def note(row: Understanding, column: str, value: Value) -> bool:
    """False if the row says so already. What the machine had said is kept; said again, it is no correction any more."""
    if not _put_right(row, column, value):
        return False
    row.save(update_fields=[column, "corrected"])
    return True


def note_of_tickets(before: Mapping[int, Value | None], column: str, *, after: Value) -> None:
    """The same, said of whole tickets: it is about the newest message that said what the ticket showed, if one did.

    before: what each showed, by ticket id.
    """
    shown: dict[Value, list[int]] = defaultdict(list)
    for ticket_id, value in before.items():
        if value is not None and value != "":
            shown[value].append(ticket_id)
    rows = _newest(before)
    for value, ticket_ids in shown.items():
        rows |= _newest(ticket_ids, **{column: value})
    changed = [row for row in rows.values() if _put_right(row, column, after)]
    Understanding.objects.bulk_update(changed, [column, "corrected"])


def _put_right(row: Understanding, column: str, value: Value) -> bool:
    """Unsaved; False if the row says so already."""
    said = getattr(row, column)
    if said == value:
        return False
    corrected = {column: said} | row.corrected
    if corrected[column] == value:
        del corrected[column]
    row.corrected = corrected
    setattr(row, column, value)
    return True


def _newest(ticket_ids: Collection[int], **said: Value) -> dict[int, Understanding]:
    """What was read of the newest message of each that says so, by ticket id."""
    rows = Understanding.objects.filter(message__ticket__in=ticket_ids, **said).select_related("message")
    newest_first = rows.order_by("message__ticket", "-message__written_at", "-message_id")
    found = newest_first.distinct("message__ticket").only("message__ticket", "topic", "level", "language", "corrected")
    return {row.message.ticket_id: row for row in found}
