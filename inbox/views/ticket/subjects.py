"""What a ticket is about, in one line."""

from inbox.models import Ticket
from inbox.models.ticket import CLAIM
from inbox.views.sentences import entry_in_own_language


def subject_of(ticket: Ticket) -> str:
    """As somebody wrote it; a claim's in the reader's language, where its connector gave it a name. May be empty."""
    return entry_in_own_language(ticket.subject) if ticket.kind == CLAIM else ticket.subject
