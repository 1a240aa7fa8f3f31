"""What eBay's codes are called. Every list of codes is open: one that is not here is shown as it comes.

Source: the project's fact sheet, 7.1 and 7.2, for states; Post-Order's ReturnReasonEnum and CancelReasonEnum for
reasons, read 2026-11. Sites by their marketplace ids.
"""

from collections.abc import Mapping
from typing import Final

from connectors.ebay.claims.links import SITE_NAMES
from connectors.text import marked as _

_NOT_RECEIVED, _NOT_AS_DESCRIBED = _("item not received"), _("not as described")
_STATES: Final[Mapping[str, str]] = {
    "ACTION_NEEDED": _("waiting for the seller"),
    "APPROVAL_PENDING": _("waiting for approval"),
    "CANCEL_CLOSED_NO_REFUND": _("cancelled, nothing to refund"),
    "CANCEL_CLOSED_WITH_REFUND": _("cancelled and refunded"),
    "CANCEL_PENDING": _("being cancelled"),
    "CANCEL_REJECTED": _("cancellation refused"),
    "CANCEL_REQUESTED": _("cancellation requested"),
    "CLOSED": _("closed"),
    "CLOSED_WITH_ESCALATION": _("closed, became a case"),
    "CONFIRM_REFUND_PENDING": _("refund to be confirmed"),
    "CS_CLOSED": _("closed by eBay"),
    "ITEM_DELIVERED": _("item is back"),
    "ITEM_SHIPPED": _("item on its way back"),
    "ON_HOLD": _("on hold"),
    "OPEN": _("open"),
    "PENDING": _("under way"),
    "REFUND_AGREED_BUT_FAILED": _("refund agreed, but failed"),
    "REFUND_INITIATED": _("refund under way"),
    "REFUND_PENDING": _("refund to come"),
    "RETURN_REQUESTED": _("return requested"),
    "WAITING_BUYER_RESPONSE": _("waiting for the buyer"),
    "WAITING_CS": _("waiting for eBay"),
    "WAITING_DELIVERY": _("waiting for delivery"),
    "WAITING_SELLER_RESPONSE": _("waiting for the seller"),
}
_REASONS: Final[Mapping[str, str]] = {
    "ADDRESS_ISSUES": _("wrong address"),
    "ARRIVED_DAMAGED": _("arrived damaged"),
    "BUYER_ASKED_CANCEL": _("asked by the buyer"),
    "BUYER_CANCEL_ORDER": _("asked by the buyer"),
    "DEFECTIVE_ITEM": _("defective item"),
    "DIFFERENT_FROM_LISTING": _NOT_AS_DESCRIBED,
    "EU_RIGHT_OF_WITHDRAWAL": _("right of withdrawal"),
    "FAKE_OR_COUNTERFEIT": _("counterfeit"),
    "FOUND_BETTER_PRICE": _("found cheaper"),
    "FOUND_CHEAPER_PRICE": _("found cheaper"),
    "FRAUD": _("fraud"),
    "ITEM_NOT_RECEIVED": _NOT_RECEIVED,
    "MISSING_PARTS": _("parts missing"),
    "NOT_AS_DESCRIBED": _NOT_AS_DESCRIBED,
    "NO_LONGER_NEED_ITEM": _("no longer needed"),
    "NO_REASON": _("no reason given"),
    "ORDERED_ACCIDENTALLY": _("ordered by mistake"),
    "ORDERED_WRONG_ITEM": _("ordered by mistake"),
    "ORDER_MISTAKE": _("ordered by mistake"),
    "ORDER_UNPAID": _("not paid"),
    "OUT_OF_STOCK_OR_CANNOT_FULFILL": _("out of stock"),
    "REMORSE": _("change of mind"),
    "SNAD": _NOT_AS_DESCRIBED,
    "WONT_ARRIVE_IN_TIME": _("would arrive too late"),
    "WRONG_SHIPPING_ADDRESS": _("wrong address"),
    "WRONG_SIZE": _("wrong size"),
}
NOT_AS_DESCRIBED: Final = (
    *("ARRIVED_DAMAGED", "DEFECTIVE_ITEM", "DIFFERENT_FROM_LISTING", "FAKE_OR_COUNTERFEIT"),
    *("MISSING_PARTS", "NOT_AS_DESCRIBED", "SNAD"),
)
"""Reasons for a return by which the item is not what was promised; all others are the buyer's change of mind."""
_ANSWERS: Final[Mapping[str, str]] = {
    "ACCEPT": _("accept"),
    "CONTEST": _("contest"),
    "SELLER_APPROVE_REQUEST": _("approve or refuse"),
}
_OPINIONS: Final[Mapping[str, str]] = {
    "NEGATIVE": _("negative"),
    "NEUTRAL": _("neutral"),
    "POSITIVE": _("positive"),
}
CODE_LABELS: Final[Mapping[str, str]] = {**_STATES, **_REASONS, **_ANSWERS, **_OPINIONS, **SITE_NAMES}
CHANNEL_LANGUAGES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("EBAY_US", "EBAY_GB", "EBAY_AU", "EBAY_CA", "EBAY_IE"), "en"),
    **{"EBAY_FR": "fr", "EBAY_DE": "de", "EBAY_AT": "de", "EBAY_IT": "it", "EBAY_ES": "es"},
    **{"EBAY_NL": "nl", "EBAY_PL": "pl"},
}
"""What buyers of its sites mostly write in; of sites in two languages nothing is said."""
