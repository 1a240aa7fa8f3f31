"""On which conversation a reply leaves, where its ticket holds several because others were merged into it.

By default on that of the newest question, which is also the one that the reply quotes. Each merged ticket keeps its own
thread, order and item: what a connector is given is always of one conversation.
"""

from django.db.models import Q, QuerySet

from inbox.errors import WrongConversation
from inbox.models import Message, MessageDirection, Ticket


def through_for(ticket: Ticket, wanted: int | None) -> Ticket | None:
    """What Message.through is to be. ticket: locked. wanted: a ticket's number; None = as the newest question.

    Raises WrongConversation.
    """
    merged = {one.pk: one for one in ticket.merged.all()}
    if wanted is None:
        newest = questions(ticket).first() if merged else None
        return merged.get(newest.through_id or 0) if newest else None
    if wanted != ticket.pk and wanted not in merged:
        raise WrongConversation
    return merged.get(wanted)


def questions(ticket: Ticket) -> "QuerySet[Message]":
    """What may be answered: messages of the buyer, or of the marketplace's own people if they can be; newest first.

    What a machine wrote comes last.
    """
    by_buyer, by_others = Q(direction=MessageDirection.IN), Q(direction=MessageDirection.SYSTEM, opens_wait=True)
    can_be_answered = Q(original__isnull=False) & ~Q(original__answering={})
    written = ticket.messages.filter(by_buyer | by_others & can_be_answered, within="")
    return written.order_by("automatic", "-written_at", "-id")
