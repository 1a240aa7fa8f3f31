"""The simulated payment disputes of the Fulfillment API.

Source: Fulfillment contract 1.20.7, read 2026-11.
"""

from datetime import datetime, timedelta
from typing import Any

from connectors.ebay.simulator.after_sales.orders import BASE, refused
from connectors.ebay.simulator.after_sales.state import AfterSalesState, ClaimFile, SoldOrder
from connectors.ebay.simulator.state import stamp
from connectors.simulation_server import Reply, Request, json_reply

LIST = f"{BASE}/payment_dispute_summary"
ONE = f"{BASE}/payment_dispute/"
LONGEST = timedelta(days=90)


def answer_disputes(request: Request, state: AfterSalesState, *, seller: str, now: datetime) -> Reply:
    """Answer a call below /payment_dispute. Raises Refused."""
    if request.path == LIST:
        return _list(request, state, seller=seller, now=now)
    dispute_id, _, rest = request.path.removeprefix(ONE).partition("/")
    claim = state.claims.get(dispute_id)
    if claim is None or claim.kind != "dispute" or claim.seller != seller:
        raise refused(404, 33001, "Invalid Payment Dispute Id")
    order = state.orders[claim.order_id]
    if rest == "activity":
        return json_reply(200, {"activity": [_activity(claim.opened_at, "OPENED"), *_ending(claim)]})
    return json_reply(200, _whole(claim, order))


def _list(request: Request, state: AfterSalesState, *, seller: str, now: datetime) -> Reply:
    query = request.query
    limit, offset = int(query.get("limit", "200")), int(query.get("offset", "0"))
    after = datetime.fromisoformat(query["open_date_from"]) if "open_date_from" in query else now - LONGEST
    before = datetime.fromisoformat(query["open_date_to"]) if "open_date_to" in query else min(now, after + LONGEST)
    if not 1 <= limit <= 200 or before - after > LONGEST:
        raise refused(400, 33001, "Invalid input request")
    found = [
        claim
        for claim in state.claims.values()
        if claim.kind == "dispute" and claim.seller == seller and after <= claim.opened_at <= before
    ]
    shown = [_summary(claim, state.orders[claim.order_id]) for claim in found[offset : offset + limit]]
    content: dict[str, Any] = {"limit": limit, "offset": offset, "total": len(found), "paymentDisputeSummaries": shown}
    if offset + limit < len(found):
        content["next"] = f"{request.path}?offset={offset + limit}&limit={limit}"
    return json_reply(200, content)


def _summary(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    content: dict[str, Any] = {
        "paymentDisputeId": claim.id,
        "orderId": order.id,
        "buyerUsername": order.buyer,
        "reason": claim.reason,
        "amount": {"value": str(claim.amount), "currency": claim.currency},
        "openDate": stamp(claim.opened_at),
        "paymentDisputeStatus": claim.state,
    }
    if claim.state == "ACTION_NEEDED" and claim.respond_by:
        content["respondByDate"] = stamp(claim.respond_by)
    return content if claim.is_open else content | {"closedDate": stamp(claim.changed_at)}


def _whole(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    content = _summary(claim, order) | {
        "revision": 1,
        "lineItems": [{"itemId": order.item_id, "lineItemId": order.line}],
        "availableChoices": ["CONTEST", "ACCEPT"] if claim.state == "ACTION_NEEDED" else [],
    }
    if words := next((said.words for said in claim.said if said.words), ""):
        content["buyerProvided"] = {"note": words}
    return content | ({"resolution": {"reasonForClosure": claim.outcome}} if claim.outcome else {})


def _ending(claim: ClaimFile) -> list[dict[str, str]]:
    return [] if claim.is_open else [_activity(claim.changed_at, "CLOSED")]


def _activity(at: datetime, what: str) -> dict[str, str]:
    return {"activityDate": stamp(at), "activityType": what, "actor": "CS_AGENT"}
