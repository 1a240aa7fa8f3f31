"""The simulated getFeedback.

Source: Feedback contract 1.0.0, read 2026-11; error ids and words are the contract's.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.ebay.simulator.after_sales.state import AfterSalesState, Opinion
from connectors.ebay.simulator.refusals import Refused, gateway
from connectors.ebay.simulator.state import Seller, stamp
from connectors.simulation_server import Reply, Request, json_reply

PATH = "/commerce/feedback/v1/feedback"
REVISABLE = timedelta(days=30)
PERIODS = ("7", "30", "90", "180", "365")


def answer_feedback(request: Request, state: AfterSalesState, *, seller: Seller, now: datetime) -> Reply:
    """Answer getFeedback. Raises Refused."""
    query = request.query
    if not seller.is_called(query.get("user_id", "")):
        raise _refused(501000, "User Id request parameter is required or is invalid.")
    if query.get("feedback_type") not in ("FEEDBACK_RECEIVED", "FEEDBACK_SENT"):
        raise _refused(501001, "Feedback type request parameter is required or invalid.")
    if query.get("sort", "RELEVANCE") not in ("RELEVANCE", "TIME"):
        raise _refused(501035, "Invalid sort type value. Must be RELEVANCE or TIME.")
    found = _found(query, state, seller=seller, now=now)
    if not found:
        raise _refused(501039, "Feedback not found for the given request parameters.")
    limit, offset = int(query.get("limit", "25")), int(query.get("offset", "0"))
    shown = [_entry(opinion, now) for opinion in found[offset : offset + limit]]
    paging = {"count": len(shown), "limit": limit, "offset": offset, "total": len(found)}
    return json_reply(200, {"feedbackEntries": shown, "pagination": paging})


def _found(query: Mapping[str, str], state: AfterSalesState, *, seller: Seller, now: datetime) -> list[Opinion]:
    wanted = dict(part.partition(":")[::2] for part in query.get("filter", "").split(",") if part)
    if wanted.get("role", "BUYER") not in ("BUYER", "SELLER"):
        raise _refused(501025, "Input user role value is invalid.")
    if wanted.get("period", "30") not in PERIODS:
        raise _refused(501037, "Invalid period value. Must be 30, 60, or 365.")
    since = now - timedelta(days=int(wanted["period"])) if "period" in wanted else None
    if query["feedback_type"] != "FEEDBACK_RECEIVED" or wanted.get("role") == "SELLER":
        return []
    found = [one for one in state.opinions.values() if one.seller == seller.key and (since is None or one.at >= since)]
    return sorted(found, key=lambda opinion: opinion.at, reverse=True)


def _entry(opinion: Opinion, now: datetime) -> dict[str, Any]:
    content: dict[str, Any] = {
        "feedbackId": opinion.id,
        "commentType": opinion.kind,
        "feedbackComment": {"commentText": opinion.text, "state": "ENTERED"},
        "feedbackEnteredDate": stamp(opinion.at),
        "feedbackState": "ENTERED",
        "automatedFeedback": opinion.automatic,
        "eligibleForRevision": opinion.kind != "POSITIVE" and now - opinion.at < REVISABLE,
        "providerUserDetail": {"userId": opinion.buyer, "role": "BUYER"},
        "orderLineItemSummary": {
            "listingId": opinion.item_id,
            "listingTitle": opinion.title,
            "orderLineItemId": opinion.line,
        },
    }
    answer = {"replyComment": {"commentText": opinion.answer, "state": "ENTERED"}}
    return content | (answer if opinion.answer else {})


def _refused(error_id: int, words: str) -> Refused:
    return Refused(gateway(400, error_id, words, domain="API_FEEDBACK"))
