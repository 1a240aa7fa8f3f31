"""The eBay APIs beside messages: where they are, what they want of the consent, and how often they may be called.

None of them may stop the messages: a consent without their scope makes them empty (`NoAccess`), with a sentence in
`AccountFacts.missing`. eBay publishes daily limits for the two of Sell Analytics only (read 2026-11, the project's fact
sheet, section 9); the other figures here are assumptions, and what getRateLimits says comes before them.
"""

from dataclasses import dataclass, replace

from connectors.ebay.sign_in import BASE_SCOPE, DISPUTE_SCOPE, FEEDBACK_SCOPE, ORDER_SCOPE, STANDARDS_SCOPE
from connectors.text import marked as _


@dataclass(frozen=True)
class Api:
    """One API. name: as getRateLimits calls it; base: its path; scheme: of the Authorization header.

    missing: what does not work without `scope` (an English msgid).
    """

    name: str
    base: str
    scope: str
    calls_per_day: int
    missing: str
    on_apiz: bool = False
    scheme: str = "Bearer"


ORDERS = Api(
    name="sell.fulfillment",
    base="/sell/fulfillment/v1",
    scope=ORDER_SCOPE,
    calls_per_day=100_000,
    missing=_("Orders are not fetched: the consent lacks sell.fulfillment.readonly. Sign in again at eBay to add it."),
)
DISPUTES = Api(
    name="sell.fulfillment",
    base="/sell/fulfillment/v1",
    scope=DISPUTE_SCOPE,
    calls_per_day=100_000,
    missing=_(
        "Payment disputes are not fetched: the consent lacks sell.payment.dispute. Sign in again at eBay to add it."
    ),
    on_apiz=True,
)
POST_ORDER = Api(
    name="sell.post-order",
    base="/post-order/v2",
    scope=BASE_SCOPE,
    calls_per_day=20_000,
    missing=_(
        "Returns, cancellations, items not received and cases are not fetched: eBay's Post-Order API does not take "
        "this consent. Sign in again at eBay to renew it."
    ),
    scheme="IAF",
)
"""Which scope it wants is not documented; the base scope is assumed. Nor is its name in getRateLimits."""
FEEDBACK = Api(
    name="commerce.feedback",
    base="/commerce/feedback/v1",
    scope=FEEDBACK_SCOPE,
    calls_per_day=10_000,
    missing=_("Feedback is not fetched: the consent lacks commerce.feedback. Sign in again at eBay to add it."),
)
ANSWERS = replace(
    FEEDBACK,
    missing=_("Feedback cannot be answered: the consent lacks commerce.feedback. Sign in again at eBay to add it."),
)
"""The same API where the consent only lets us read (commerce.feedback.readonly)."""
STANDARDS = Api(
    name="sell.analytics.seller_standards",
    base="/sell/analytics/v1",
    scope=STANDARDS_SCOPE,
    calls_per_day=100,
    missing=_(
        "Seller standards and service metrics are not fetched: the consent lacks sell.analytics.readonly. Sign in "
        "again at eBay to add it."
    ),
)
SERVICE = replace(STANDARDS, name="sell.analytics.customer_service_metric", calls_per_day=400)
