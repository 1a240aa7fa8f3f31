"""The simulated Post-Order API v2: four searches and the single reads, in its own dialect.

Dates and amounts are objects, ids of inquiries and cases are numbers in searches and texts elsewhere, the error body
is another, and `offset` counts pages from 1 for inquiries, cases and returns, rows from 0 for cancellations.
Source: the project's fact sheet, section 7.1, read 2026-11; what it leaves open is invented.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.ebay.simulator.after_sales.state import AfterSalesState, ClaimFile, Said, SoldOrder, number_from
from connectors.ebay.simulator.refusals import Refused
from connectors.ebay.simulator.state import stamp
from connectors.simulation_pictures import picture
from connectors.simulation_server import Reply, Request, json_reply

BASE = "/post-order/v2"
PATHS = {"cancellation": "cancellation", "inquiry": "inquiry", "return": "return", "casemanagement": "case"}
LARGEST_PAGE = 200
REASON_TYPES = {"DEFECTIVE_ITEM": "SNAD", "NO_LONGER_NEED_ITEM": "REMORSE"}


def answer_claims(request: Request, state: AfterSalesState, *, seller: str) -> Reply:
    """Answer a call below the API's base path. Raises Refused."""
    if not request.headers.get("authorization", "").startswith("IAF "):
        raise refused(401, 1001, "Authorization must be IAF and a token")
    if not request.headers.get("x-ebay-c-marketplace-id", "").startswith("EBAY_"):
        raise refused(400, 1400, "X-EBAY-C-MARKETPLACE-ID is missing")
    path, _, last = request.path.removeprefix(f"{BASE}/").partition("/")
    if path not in PATHS or not last:
        raise refused(404, 1404, "Resource not found")
    if last == "search":
        return _search(request, state, kind=PATHS[path], seller=seller)
    claim_id, _, rest = last.partition("/")
    claim = state.claims.get(claim_id)
    if claim is None or claim.kind != PATHS[path] or claim.seller != seller:
        raise refused(404, 1616, f"{claim_id} is not known")
    if rest == "files" and claim.kind == "return":
        return json_reply(200, {"files": [_file(said, with_content=True) for said in claim.said if said.picture]})
    if rest:
        raise refused(404, 1404, "Resource not found")
    return json_reply(200, _detail(claim, state.orders[claim.order_id]))


def _search(request: Request, state: AfterSalesState, *, kind: str, seller: str) -> Reply:
    query = request.query
    prefix = {"inquiry": "inquiry_", "case": "case_"}.get(kind, "")
    after = _date(query.get(f"{prefix}creation_date_range_from", ""))
    before = _date(query.get(f"{prefix}creation_date_range_to", ""))
    found = [
        claim
        for claim in state.claims.values()
        if claim.kind == kind
        and claim.seller == seller
        and (after is None or claim.opened_at >= after)
        and (before is None or claim.opened_at <= before)
    ]
    limit = int(query.get("limit", "25"))
    if not 1 <= limit <= LARGEST_PAGE:
        raise refused(400, 1400, "limit is out of range")
    by_page = kind != "cancellation"
    offset = int(query.get("offset", "1" if by_page else "0"))
    start = (offset - 1) * limit if by_page else offset
    shown = [_SUMMARIES[kind](claim, state.orders[claim.order_id]) for claim in found[start : start + limit]]
    paging = {
        "limit": limit,
        "offset": offset,
        "totalEntries": len(found),
        "totalPages": (len(found) + limit - 1) // limit,
    }
    name = "cancellations" if kind == "cancellation" else "members"
    counts = {"cancellation": "total", "inquiry": "totalNumberOfInquiries", "case": "totalNumberOfCases"}
    total = {counts[kind]: len(found)} if kind in counts else {}
    return json_reply(200, {name: shown, "paginationOutput": paging, **total})


def _cancellation(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    content = {
        "cancelId": claim.id,
        "legacyOrderId": order.id,
        "marketplaceId": order.site,
        "buyerLoginName": order.buyer,
        "sellerLoginName": claim.seller,
        "cancelReason": claim.reason,
        "requestorType": "BUYER",
        "cancelState": "APPROVAL_PENDING" if claim.is_open else "CLOSED",
        "cancelStatus": claim.state,
        "cancelRequestDate": _when(claim.opened_at),
        "lastModifiedDate": _when(claim.changed_at),
        "requestRefundAmount": _money(claim.amount, claim.currency),
        "lineItems": [
            {"itemId": order.item_id, "transactionId": order.transaction, "itemTitle": order.title, "cancelQuantity": 1}
        ],
    }
    return content | _due("sellerResponseDueDate", claim)


def _inquiry(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    return _summary(claim, order, id_name="inquiryId", state_name="inquiryStatusEnum")


def _case(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    content = _summary(claim, order, id_name="caseId", state_name="caseStatusEnum")
    return content | ({"returnId": claim.came_from} if claim.reason == "RETURN" else {})


def _summary(claim: ClaimFile, order: SoldOrder, *, id_name: str, state_name: str) -> dict[str, Any]:
    content = {
        id_name: int(claim.id),
        state_name: claim.state,
        "buyer": order.buyer,
        "seller": claim.seller,
        "itemId": int(order.item_id) if order.item_id.isdigit() else order.item_id,
        "transactionId": int(order.transaction),
        "claimAmount": _money(claim.amount, claim.currency),
        "creationDate": _when(claim.opened_at),
        "lastModifiedDate": _when(claim.changed_at),
    }
    return content | _due("respondByDate", claim)


def _return(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    item = {"itemId": order.item_id, "transactionId": order.transaction, "returnQuantity": order.quantity}
    words = next((said.words for said in claim.said if said.words), "")
    content: dict[str, Any] = {
        "returnId": claim.id,
        "orderId": order.id,
        "buyerLoginName": order.buyer,
        "sellerLoginName": claim.seller,
        "currentType": "MONEY_BACK",
        "state": claim.state,
        "status": claim.state,
        "creationInfo": {
            "item": item,
            "type": "MONEY_BACK",
            "reason": claim.reason,
            "reasonType": REASON_TYPES.get(claim.reason, "UNKNOWN"),
            "comments": {"content": words},
            "creationDate": {"value": stamp(claim.opened_at)},
        },
        "sellerTotalRefund": {"estimatedRefundAmount": _money(claim.amount, claim.currency)},
    }
    if claim.respond_by and claim.is_open:
        due = {"activityDue": "SELLER_APPROVE_REQUEST", "respondByDate": {"value": stamp(claim.respond_by)}}
        content["sellerResponseDue"] = due
    return content | ({"escalationInfo": {"caseId": claim.case_id}} if claim.case_id else {})


_SUMMARIES: Mapping[str, Callable[[ClaimFile, SoldOrder], dict[str, Any]]] = {
    "cancellation": _cancellation,
    "inquiry": _inquiry,
    "return": _return,
    "case": _case,
}


def _detail(claim: ClaimFile, order: SoldOrder) -> dict[str, Any]:
    if claim.kind == "return":
        history = [
            {
                "author": said.author,
                "activity": said.activity,
                "notes": said.words,
                "creationDate": {"value": stamp(said.at)},
            }
            for said in claim.said
        ]
        files = [_file(said, with_content=False) for said in claim.said if said.picture]
        closed = {"closeInfo": {"returnCloseReason": claim.outcome}} if claim.outcome else {}
        detail = {"marketplaceId": order.site, "responseHistory": history, "files": files, **closed}
        return {"summary": _return(claim, order), "detail": detail}
    content = _SUMMARIES[claim.kind](claim, order)
    if claim.kind == "cancellation":
        return {"cancelDetail": content | ({"cancelCloseReason": claim.outcome} if claim.outcome else {})}
    steps = [
        {"actor": said.author, "action": said.activity, "description": said.words, "date": _when(said.at)}
        for said in claim.said
    ]
    id_name = f"{claim.kind}Id"
    return {
        **content,
        id_name: claim.id,
        f"{claim.kind}HistoryDetails": {"history": steps},
        **({"creationReason": claim.reason} if claim.kind == "inquiry" else {}),
        **({"sellerClosureReason": claim.outcome} if claim.outcome else {}),
    }


def _file(said: Said, *, with_content: bool) -> dict[str, Any]:
    """One picture, as it is listed with the return or as it is given out."""
    about = {
        "fileId": number_from("file", said.picture, digits=10),
        "fileName": f"{said.picture}.png",
        "fileFormat": "PNG",
        "filePurpose": "ITEM_RELATED",
        "fileStatus": "PUBLISHED",
        "submitter": said.author,
        "creationDate": {"value": stamp(said.at)},
    }
    return about | ({"fileData": base64.b64encode(picture(said.picture)).decode()} if with_content else {})


def _due(name: str, claim: ClaimFile) -> dict[str, Any]:
    return {name: _when(claim.respond_by)} if claim.respond_by and claim.is_open else {}


def _when(at: datetime) -> dict[str, str]:
    return {"value": stamp(at), "formattedValue": stamp(at)}


def _money(amount: Decimal, currency: str) -> dict[str, Any]:
    return {"value": float(amount), "currency": currency}


def _date(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def refused(status: int, error_id: int, words: str) -> Refused:
    """An error in Post-Order's own shape. The ids are invented: FACTS knows none."""
    error = {"errorId": error_id, "domain": "returnErrorDomain", "severity": "ERROR", "category": "REQUEST"}
    told = {"message": words, "longMessage": {"content": words}, "httpStatusCode": status, "parameter": []}
    return Refused(json_reply(status, {"errorMessage": {"error": [error | told]}}))
