"""How each happening of a sale changes orders, claims and feedback: as events, in the order they come about.

Deadlines are invented as eBay's look: 23:59:59 some days later.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.ebay.simulator.after_sales.opinions import opinion_of
from connectors.ebay.simulator.after_sales.state import AfterSalesState, ClaimFile, SoldOrder, number_from
from connectors.simulation import Happening, Happens

Event = Mapping[str, Any]
DAYS = {"cancellation": 3, "inquiry": 3, "return": 3, "case": 3, "dispute": 5}
HAPPENINGS = frozenset(
    {
        Happening.RETURN_ASKED,
        Happening.CANCELLATION_ASKED,
        Happening.REFUNDED,
        Happening.CLAIM_OPENED,
        Happening.CLAIM_WON,
        Happening.CLAIM_LOST,
        Happening.PAYMENT_DISPUTED,
        Happening.PRAISED,
        Happening.BLAMED,
    }
)
OPENS = {
    Happening.RETURN_ASKED: "return",
    Happening.CANCELLATION_ASKED: "cancellation",
    Happening.PAYMENT_DISPUTED: "dispute",
}
REASONS = {
    "return": "DEFECTIVE_ITEM",
    "cancellation": "BUYER_CANCEL_ORDER",
    "inquiry": "ITEM_NOT_RECEIVED",
    "dispute": "FRAUD",
}
RETURN_REASONS = {"withdrawal": "EU_RIGHT_OF_WITHDRAWAL", "return": "NO_LONGER_NEED_ITEM"}
"""By topic. eBay has announced a reason for the right of withdrawal, but not its name (read 2026-11): invented."""
STATES = {
    "return": "RETURN_REQUESTED",
    "cancellation": "CANCEL_REQUESTED",
    "inquiry": "WAITING_SELLER_RESPONSE",
    "case": "OPEN",
    "dispute": "ACTION_NEEDED",
}
WORDS = {
    "return": {"fr": "L'article ne fonctionne pas.", "de": "Der Artikel funktioniert nicht.", "": "It does not work."},
    "withdrawal": {
        "fr": "J'exerce mon droit de rétractation.",
        "de": "Ich mache von meinem Widerrufsrecht Gebrauch.",
        "": "I withdraw from the purchase.",
    },
    "regret": {
        "fr": "Finalement, je n'en ai pas besoin.",
        "de": "Ich brauche es doch nicht.",
        "": "I do not need it after all.",
    },
    "inquiry": {"fr": "Je n'ai rien reçu.", "de": "Es ist nichts angekommen.", "": "Nothing has arrived."},
    "dispute": {"fr": "Je conteste ce paiement.", "de": "Ich bestreite diese Zahlung.", "": "I dispute this payment."},
}
OUTCOMES = {
    ("case", True): "AUTO_DISPOSE_SELLER_WIN_BUYER_FAULT",
    ("case", False): "AUTO_DISPOSE_BUYER_WIN_NO_SELLER_FAULT",
}
REFUNDED = {"cancellation": "FULL_REFUNDED", "return": "AUTO_REFUNDED"}
"""Words of eBay's CaseCloseReasonEnum, CancelCloseReasonEnum and CloseReturnReasonEnum, read 2026-11. What it calls the
end of inquiries and disputes is not documented, and invented here."""


def events_of(event: Happens, order: SoldOrder, state: AfterSalesState, *, at: datetime) -> Iterator[Event]:
    """What to write down. Nothing if it cannot come about, such as a decision about no claim."""
    open_claims = state.claims_about(order.id)
    if event.what in (Happening.PRAISED, Happening.BLAMED):
        yield opinion_of(order, event, kind="POSITIVE" if event.what is Happening.PRAISED else "NEGATIVE", at=at)
    elif event.what in OPENS:
        if OPENS[event.what] not in {claim.kind for claim in open_claims}:
            yield from _opens(OPENS[event.what], event, order, state, at=at)
    elif event.what is Happening.CLAIM_OPENED:
        yield from _calls_in_ebay(event, order, state, at=at)
    elif event.what is Happening.REFUNDED:
        for claim in open_claims:
            yield from _ends(claim, REFUNDED.get(claim.kind, "SELLER_ACCEPTED"), at=at)
        yield _sold(order, at=at, refunded=True, cancel_state=_after_refund(order))
    else:
        won = event.what is Happening.CLAIM_WON
        for claim in open_claims:
            ended = "CLOSED_IN_SELLER_FAVOR" if won else "CLOSED_IN_BUYER_FAVOR"
            yield from _ends(claim, OUTCOMES.get((claim.kind, won), ended), at=at)
        yield opinion_of(order, event, kind="NEGATIVE" if won else "NEUTRAL", at=at)


def _opens(kind: str, event: Happens, order: SoldOrder, state: AfterSalesState, *, at: datetime) -> Iterator[Event]:
    claim_id = "53" + number_from(kind, order.id, str(len(state.claims)), digits=8)
    amount = event.amount if event.amount is not None else order.price
    facts = {
        "kind": kind,
        "seller": order.seller,
        "order_id": order.id,
        "state": STATES[kind],
        "reason": RETURN_REASONS.get(event.topic, REASONS[kind]) if kind == "return" else REASONS[kind],
        "amount": str(amount),
        "currency": order.currency,
        "opened_at": at.isoformat(),
        "changed_at": at.isoformat(),
        "respond_by": (event.answer_by or _deadline(kind, at)).isoformat(),
    }
    yield {"event": "claim", "id": claim_id, "facts": facts}
    if kind in WORDS:
        said_in = WORDS[{"withdrawal": "withdrawal", "return": "regret"}.get(event.topic, kind)]
        words = said_in.get(event.language or order.language, said_in[""])
        said = {"at": at.isoformat(), "author": "BUYER", "activity": f"BUYER_CREATE_{kind.upper()}", "words": words}
        yield {"event": "said", "id": claim_id, "facts": said}
    if kind == "cancellation":
        yield _sold(order, at=at, cancel_state="IN_PROGRESS")


def _calls_in_ebay(event: Happens, order: SoldOrder, state: AfterSalesState, *, at: datetime) -> Iterator[Event]:
    """An inquiry or return becomes a case; without one, an inquiry is opened, and now and then a payment dispute.

    Who waits for his parcel never disputes the payment at once.
    """
    known = [claim for claim in state.claims_about(order.id) if claim.kind in ("inquiry", "return")]
    if not known:
        disputes = int(order.transaction) % 4 == 0 and event.topic != "where_is_my_order"
        kind = "dispute" if disputes else "inquiry"
        yield from _opens(kind, event, order, state, at=at)
        return
    claim = known[-1]
    case_id = "54" + number_from("case", claim.id, digits=8)
    changes = {"state": "CLOSED_WITH_ESCALATION" if claim.kind == "inquiry" else "ESCALATED", "case_id": case_id}
    yield {"event": "claim", "id": claim.id, "facts": {**changes, "changed_at": at.isoformat()}}
    facts = {
        "kind": "case",
        "seller": order.seller,
        "order_id": order.id,
        "state": STATES["case"],
        "reason": "RETURN" if claim.kind == "return" else "ITEM_NOT_RECEIVED",
        "amount": str(claim.amount),
        "currency": claim.currency,
        "opened_at": at.isoformat(),
        "changed_at": at.isoformat(),
        "respond_by": (event.answer_by or _deadline("case", at)).isoformat(),
        "came_from": claim.id,
    }
    yield {"event": "claim", "id": case_id, "facts": facts}


def _ends(claim: ClaimFile, outcome: str, *, at: datetime) -> Iterator[Event]:
    state = {"cancellation": "CANCEL_CLOSED_WITH_REFUND", "case": "CS_CLOSED"}.get(claim.kind, "CLOSED")
    facts = {"state": state, "outcome": outcome, "changed_at": at.isoformat()}
    yield {"event": "claim", "id": claim.id, "facts": facts}


def _sold(order: SoldOrder, *, at: datetime, **changes: Any) -> Event:
    return {"event": "sold", "id": order.id, "facts": {"changed_at": at.isoformat(), **changes}}


def _after_refund(order: SoldOrder) -> str:
    return "CANCELED" if order.cancel_state == "IN_PROGRESS" else order.cancel_state


def _deadline(kind: str, at: datetime) -> datetime:
    return (at + timedelta(days=DAYS[kind])).replace(hour=21, minute=59, second=59, microsecond=0)
