"""On which conversation a reply leaves, for the composer of a ticket that holds several."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inbox.models import Ticket
from inbox.sending.conversation import through_for


@dataclass(frozen=True)
class ConversationChoice:
    """id: of the ticket that has the conversation."""

    id: int
    name: str
    is_chosen: bool


def conversation_choices(ticket: Ticket, chosen: int | None) -> Sequence[ConversationChoice]:
    """Its own and those merged into it; none where it has only its own. ticket: as ticket_of() has it."""
    if not ticket.merged_ids:  # type: ignore[attr-defined]
        return ()
    if chosen is None:
        chosen = (through_for(ticket, None) or ticket).pk
    return [_choice(one, one.pk == chosen) for one in (ticket, *ticket.merged.order_by("pk"))]


def _choice(ticket: Ticket, is_chosen: bool) -> ConversationChoice:  # noqa: FBT001
    about = _("order %(id)s") % {"id": ticket.order_id} if ticket.order_id else ticket.subject[:40]
    return ConversationChoice(ticket.pk, f"#{ticket.pk} · {about}" if about else f"#{ticket.pk}", is_chosen)
