"""A return is over once its money was given back, where a marketplace tells of refunds and not that a return ended."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from connectors.models import Account
from inbox.bulk import update_rows
from inbox.models import Claim, ClaimKind, ClaimState, EventKind, Message, TicketEvent

_ABOUT = (ClaimKind.RETURN, ClaimKind.REFUND)


def end_refunded_returns(account: Account, told: Iterable[tuple[Claim, Message]], *, now: datetime) -> None:
    """End the returns under way of which one of these claims, each with the message that told of it, shows the refund.

    Whichever of the two was told of first. told: stored.
    """
    if not account.connector_class.refunds_end_returns:
        return
    messages = {claim.order_id: message for claim, message in told if claim.kind in _ABOUT and claim.order_id}
    ended = list(_refunded(account, messages)) if messages else []
    update_rows(Claim, ["state", "ended_at", "changed_at"], ended)
    TicketEvent.objects.bulk_create(
        TicketEvent(
            ticket_id=claim.ticket_id,
            at=now,
            kind=EventKind.CLAIM_CHANGED,
            message_id=messages[claim.order_id].pk,
            before={"state": ClaimState.WAITING},
            after={"state": claim.state, "claim": claim.kind},
        )
        for claim in ended
    )


def _refunded(account: Account, orders: Collection[str]) -> Iterator[Claim]:
    """The returns about these orders, as they are once ended: with the first refund after they were opened."""
    about = Claim.objects.filter(account=account, order_id__in=orders)
    refunds = list(about.filter(kind=ClaimKind.REFUND).order_by("opened_at").values_list("order_id", "opened_at"))
    for claim in about.filter(kind=ClaimKind.RETURN, state=ClaimState.WAITING, ended_at=None):
        later = (at for order_id, at in refunds if order_id == claim.order_id and at >= claim.opened_at)
        if refunded_at := next(later, None):
            claim.state, claim.ended_at = ClaimState.CLOSED, refunded_at
            claim.changed_at = max(claim.changed_at, refunded_at)
            yield claim
