"""The simulated respondToFeedback.

Source: Feedback contract 1.0.0, read 2026-11; error ids are the contract's.
"""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.ebay.simulator.after_sales.state import AfterSalesState
from connectors.ebay.simulator.checks import body_of
from connectors.ebay.simulator.refusals import Refused, gateway
from connectors.simulation_server import Reply, Request, json_reply

PATH = "/commerce/feedback/v1/respond_to_feedback"
LONGEST = 500

Write = Callable[[Mapping[str, Any]], None]


def answer_response(request: Request, state: AfterSalesState, *, seller: str, write: Write) -> Reply:
    """Publish the seller's answer. Raises Refused."""
    body = body_of(request)
    opinion = state.opinions.get(str(body.get("feedbackId", "")))
    text = str(body.get("responseText") or "")
    if opinion is None or opinion.seller != seller:
        raise _refused(400, 501026, "Feedback ID request parameter is required or is invalid.")
    if body.get("responseType") != "REPLY":
        raise _refused(400, 501027, "Response type request parameter is required or is invalid.")
    if not text:
        raise _refused(400, 501028, "Response text request parameter is required.")
    if str(body.get("recipientUserId", "")).casefold() != opinion.buyer.casefold():
        raise _refused(400, 501029, "Recipient user ID request parameter is required.")
    if len(text) > LONGEST:
        raise _refused(400, 501013, "Comment text is too long, maximum length is 500 characters.")
    if "<" in text:
        raise _refused(400, 501014, "Comment text value is invalid.")
    if opinion.automatic:
        raise _refused(403, 501031, "Reply not allowed for automated feedback.")
    if opinion.answer:
        raise _refused(409, 501032, "Reply already left for feedback.")
    write({"event": "opinion", "id": opinion.id, "facts": {"answer": text}})
    return json_reply(200, {})


def _refused(status: int, error_id: int, words: str) -> Refused:
    return Refused(gateway(status, error_id, words, domain="API_FEEDBACK"))
