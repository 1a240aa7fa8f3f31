"""The errors eBay's Message API documents, by id, in the wording of its contract.

Source: Message API contract 1.0.0 (commerce_message_v1_oas3.json), read 2026-11.
"""

from typing import Any

from connectors.simulation_server import Reply, json_reply

WORDS = {
    335000: "Internal server error encountered. If this problem persists, contact the eBay Developers Program for"
    " support.",
    355001: "Invalid conversation_status value. Please see documentation for valid values.",
    355002: "Invalid conversation_type value. Please see documentation for valid values.",
    355003: "Invalid reference_type value. Please see documentation for valid values.",
    355004: "The start_time must be an earlier date than end_time.",
    355005: "Invalid date format used for one or both date filters. Please use ISO 8601 dates with UTC offset.",
    355006: "Invalid or unrecognized otherPartyUsername value.",
    355007: "Invalid or unrecognized conversation_id value.",
    355008: "Invalid offset. The offset value must be a positive integer value and synchronized up with the limit"
    " value. If the limit value is 20, value offset values would be 0, 20, 40, etc.",
    355009: "Invalid limit. The limit value must be a positive integer value that does not exceed 50",
    355010: "The maximum amount of media that may be sent is 5. Please reduce the number of media in the messageMedia"
    " array to 5 and try again.",
    355011: "Invalid mediaType value. Please see documentation for valid values.",
    355012: "All fields under messageMedia are required. Please add missing field(s).",
    355013: "The messageText string exceeds the maximum character threshold of 2000. Please modify the message text to"
    " meet this requirement.",
    355014: "Invalid mediaUrl. Please see documentation.",
    355015: "Please pass message text or upload one of more media attachments.",
    355016: "Invalid reference_id. The reference_id value must be a positive integer value.",
    355017: "The required conversation_type query parameter is either missing or has an invalid value. Please include"
    " this parameter and use a supported value.",
    355018: "conversationId and otherPartyUsername cannot both be empty.",
    355019: "The number of conversations for batch update exceeds the limit, a maximum of 10 conversations is allowed"
    " per request.",
    355020: "The referenceId is invalid, no listing can be found by this referenceId.",
    355021: "All fields under reference are required. Please add missing field(s).",
    355022: "The parameter reference_type is required whenever reference_id is provided.",
}


class Refused(Exception):  # noqa: N818
    """The call is refused; `reply` is what eBay answers."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.status))
        self.reply = reply


def refused(error_id: int, **parameters: str) -> Refused:
    """A documented 400 of the Message API."""
    entry: dict[str, Any] = {
        "errorId": error_id,
        "domain": "API_MESSAGE",
        "category": "REQUEST",
        "message": WORDS[error_id],
    }
    if parameters:
        entry["parameters"] = [{"name": name, "value": value} for name, value in parameters.items()]
    return Refused(json_reply(400, {"errors": [entry]}))


def gateway(status: int, error_id: int, message: str, *, domain: str = "ACCESS") -> Reply:
    """An answer of the layer in front of the API: no access, too many calls, or not there."""
    category = "APPLICATION" if status >= 500 else "REQUEST"
    entry = {"errorId": error_id, "domain": domain, "category": category, "message": message, "longMessage": message}
    return json_reply(status, {"errors": [entry]})


def server_error(status: int) -> Reply:
    return gateway(status, 335000, WORDS[335000], domain="API_MESSAGE")


def invalid_token() -> Reply:
    return gateway(
        401, 1001, "Invalid access token. Check the value of the Authorization HTTP request header.", domain="OAuth"
    )


def no_permission() -> Reply:
    return gateway(403, 1100, "Access denied. Insufficient permissions to fulfill the request.")


def too_many() -> Reply:
    return gateway(429, 2001, "Too many requests. The request limit has been reached for the resource.")


def policy() -> Reply:
    """A refusal whose status and shape eBay does not document; its id here is invented."""
    words = (
        "Your message was not sent because it contains contact details or other content that our policy does not allow."
    )
    return gateway(400, 355900, words, domain="API_MESSAGE")
