"""What is known about a reply besides its words."""

import re
from collections.abc import Iterator, Sequence

from connectors.policy import AttachedFile, ReplyFacts, personal_data_in
from inbox.models import Attachment, BuyerHandle, DraftFile, MessageDirection, Order, Ticket
from inbox.tickets.about import order_of

READ_BACK = 5
"""So many of the buyer's newest messages are looked at for what he told about himself."""
_NO_NAME = re.compile(r"[\d_@]")
"""User names and addresses have these; nobody is greeted by them."""


def facts_about(
    ticket: Ticket, *, files: Sequence[DraftFile | Attachment] = (), acknowledges: bool = False
) -> ReplyFacts:
    """Asks the database three times. ticket: the one on whose conversation the reply leaves."""
    order = order_of(ticket)
    return ReplyFacts(
        language=ticket.language,
        buyer_names=tuple(name for name in _names(ticket, order) if name and not _NO_NAME.search(name)),
        buyer_data=tuple(dict.fromkeys(_told(ticket))),
        own_numbers=tuple(dict.fromkeys(number for number in _numbers(ticket, order) if number)),
        allowed_hosts=tuple(ticket.account.allowed_hosts),
        files=tuple(AttachedFile(file.name, file.size or 0) for file in files),
        acknowledges=acknowledges,
    )


def _names(ticket: Ticket, order: Order | None) -> tuple[str, ...]:
    return (order.buyer_name, ticket.buyer_name) if order else (ticket.buyer_name,)


def _numbers(ticket: Ticket, order: Order | None) -> Iterator[str]:
    yield from (ticket.order_id, ticket.item_id)
    if order is not None:
        yield from (order.external_id, order.tracking)
        for item in order.items:
            yield from (str(item.get(name) or "") for name in ("item_id", "sku", "line_id"))


def _told(ticket: Ticket) -> Iterator[str]:
    """Addresses by which the marketplace knows the buyer, and those that he wrote himself."""
    known = BuyerHandle.objects.filter(buyer=ticket.buyer_id, handle__contains="@")
    yield from known.values_list("handle", flat=True)
    written = ticket.messages.filter(direction=MessageDirection.IN).order_by("-written_at", "-id")
    for text in written.values_list("body_text", flat=True)[:READ_BACK]:
        yield from personal_data_in(text)
