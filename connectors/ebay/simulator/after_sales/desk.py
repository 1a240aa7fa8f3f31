"""Everything the simulated eBay does about sales: what programs may ask, and with which scope."""

from datetime import datetime

from connectors.ebay.simulator import refusals
from connectors.ebay.simulator.after_sales import disputes, feedback, feedback_answers, orders, post_order, standards
from connectors.ebay.simulator.after_sales.feedback_answers import Write
from connectors.ebay.simulator.refusals import Refused
from connectors.ebay.simulator.sign_in import PREFIX
from connectors.ebay.simulator.state import State, Token
from connectors.simulation_server import Reply, Request

ORDER_SCOPES = frozenset({f"{PREFIX}/sell.fulfillment.readonly", f"{PREFIX}/sell.fulfillment"})
DISPUTE_SCOPES = frozenset({f"{PREFIX}/sell.payment.dispute"})
FEEDBACK_SCOPES = frozenset({f"{PREFIX}/commerce.feedback.readonly", f"{PREFIX}/commerce.feedback"})
ANSWER_SCOPES = frozenset({f"{PREFIX}/commerce.feedback"})
STANDARDS_SCOPES = frozenset({f"{PREFIX}/sell.analytics.readonly"})
BASE_SCOPES = frozenset({PREFIX})


class AfterSalesDesk:
    """The APIs about sales, for one call. url: where the simulator serves; write: carries out an event."""

    def __init__(self, state: State, *, now: datetime, url: str, write: Write) -> None:
        self.state = state
        self.write = write
        self.now = now
        self.url = url

    def handle(self, request: Request, token: Token) -> Reply | None:
        """The answer, or None if the path is none of these APIs'."""
        try:
            return self._route(request, token)
        except Refused as refusal:
            return refusal.reply

    def _route(self, request: Request, token: Token) -> Reply | None:
        path = request.path
        if request.method == "POST" and path == feedback_answers.PATH:
            _require(token, ANSWER_SCOPES)
            return feedback_answers.answer_response(
                request, self.state.after_sales, seller=token.seller, write=self.write
            )
        if request.method != "GET":
            return None
        if path.startswith(f"{standards.BASE}/"):
            _require(token, STANDARDS_SCOPES)
            return standards.answer_standards(request, self.state.after_sales, seller=token.seller, now=self.now)
        if path == f"{orders.BASE}/order" or path.startswith(f"{orders.BASE}/order/"):
            _require(token, ORDER_SCOPES)
            return orders.answer_orders(
                request, self.state.after_sales, seller=token.seller, now=self.now, url=self.url
            )
        if path == disputes.LIST or path.startswith(disputes.ONE):
            _require(token, DISPUTE_SCOPES)
            return disputes.answer_disputes(request, self.state.after_sales, seller=token.seller, now=self.now)
        if path.startswith(f"{post_order.BASE}/"):
            _require(token, BASE_SCOPES)
            return post_order.answer_claims(request, self.state.after_sales, seller=token.seller)
        if path == feedback.PATH:
            _require(token, FEEDBACK_SCOPES)
            return feedback.answer_feedback(
                request, self.state.after_sales, seller=self.state.sellers[token.seller], now=self.now
            )
        return None


def _require(token: Token, scopes: frozenset[str]) -> None:
    if token.kind != "access" or not scopes & token.scopes:
        raise Refused(refusals.no_permission())
