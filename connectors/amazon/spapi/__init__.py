"""The Selling Partner API: orders, typed messages, review requests, returns, feedback and account health. No buyer
messages: there is no API for those."""

from connectors.amazon.spapi.hosts import ENVIRONMENT
from connectors.amazon.spapi.read_feedback import read_feedback
from connectors.amazon.spapi.read_health import A_TO_Z, read_health
from connectors.amazon.spapi.read_order import read_order
from connectors.amazon.spapi.read_return import read_return
from connectors.amazon.spapi.selling_partner import STREAMS, SellingPartner

__all__ = [
    "A_TO_Z",
    "ENVIRONMENT",
    "STREAMS",
    "SellingPartner",
    "read_feedback",
    "read_health",
    "read_order",
    "read_return",
]
