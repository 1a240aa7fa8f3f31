"""Write down that a person has put right what was read in a message; such corrections are counted and learnt from."""

from inbox.models import Understanding

Value = str | int | bool


def note(row: Understanding, column: str, value: Value) -> bool:
    """False if the row says so already. What the machine had said is kept; said again, it is no correction any more."""
    said = getattr(row, column)
    if said == value:
        return False
    corrected = {column: said} | row.corrected
    if corrected[column] == value:
        del corrected[column]
    row.corrected = corrected
    setattr(row, column, value)
    row.save(update_fields=[column, "corrected"])
    return True


def note_of_ticket(ticket_id: int, column: str, *, before: Value | None, after: Value) -> None:
    """The same, said of a whole ticket: it is about the newest message that said what the ticket showed, if one did."""
    read = Understanding.objects.filter(message__ticket=ticket_id).order_by("-message__written_at", "-message_id")
    row = read.filter(**{column: before}).first() if before not in (None, "") else None
    row = row or read.first()
    if row is not None:
        note(row, column, after)
