"""One seller's private application at the Selling Partner API, as the Amazon connector uses it.

What the application has no role for is left out and said in words (`check`), since everything else goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from connectors.abilities import OrderAction
from connectors.amazon.marketplaces import Marketplace, of_id
from connectors.amazon.spapi.actions import Actions
from connectors.amazon.spapi.client import SpApiClient
from connectors.amazon.spapi.hosts import HOSTS, hosts_from, marketplaces_in, marketplaces_outside, region_of
from connectors.amazon.spapi.kinds import KINDS
from connectors.amazon.spapi.orders import Orders
from connectors.amazon.spapi.read_feedback import FEEDBACK
from connectors.amazon.spapi.read_health import HEALTH
from connectors.amazon.spapi.read_order import marketplace_id
from connectors.amazon.spapi.read_return import RETURNS
from connectors.amazon.spapi.refusals import Refused
from connectors.amazon.spapi.reports import Reports
from connectors.amazon.spapi.sellers import participations, store_name
from connectors.amazon.spapi.sign_in import SignIn
from connectors.collaborators import Tools
from connectors.errors import ReplyRefused, SignInAgain, TryLater, UnexpectedAnswer
from connectors.facts import StreamFacts
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.outgoing import OutgoingFile
from connectors.text import marked as _

OTHER_REGION = _("Orders on %(host)s are not available: it is in another region than this application.")
NOT_SAID = _("Amazon does not say where you sell: %(words)s")
NOT_SOLD = _("You do not sell on %(host)s with this account.")
UNREADABLE = _("Amazon's answer before sending cannot be read: %(sentence)s")
NO_REGION = _("Amazon: the region is “%(words)s”; it must be eu, na or fe")


STREAMS = (
    StreamFacts("orders", busy=timedelta(minutes=4), calm=timedelta(minutes=15), vital=False),
    StreamFacts("returns", busy=timedelta(minutes=10), calm=timedelta(minutes=30), vital=False),
    StreamFacts("feedback", busy=timedelta(minutes=10), calm=timedelta(minutes=30), vital=False),
    StreamFacts("health", busy=timedelta(minutes=30), calm=timedelta(minutes=30), vital=False),
)
"""searchOrders grants one call in three minutes; a report that was asked for is looked at every ten."""

NO_ROLE_FOR_ORDERS = _(
    "Orders cannot be read: the application lacks the role Inventory and Order Tracking, or must be authorised again."
)
NO_ROLE_FOR_REPORTS = _(
    "Returns and feedback cannot be read: the application lacks a role for these reports, or must be authorised again."
)
NO_ROLE_FOR_HEALTH = _(
    "Account health cannot be read: the application lacks the role Selling Partner Insights, or must be authorised "
    "again."
)
UNKNOWN_PLACE = _("Amazon does not say on which of your marketplaces this order was placed.")


class SellingPartner:
    """Calls for the marketplaces of one region."""

    def __init__(self, tools: Tools, *, credentials: Mapping[str, Any], marketplaces: Sequence[str]) -> None:
        """credentials: client_id, client_secret, refresh_token, region; marketplaces: country codes served."""
        region = _region(credentials, marketplaces)
        self.marketplaces = marketplaces_in(region, marketplaces)
        self.elsewhere = marketplaces_outside(region, marketplaces)
        hosts = hosts_from(tools.settings, region=region)
        sign_in = SignIn(
            tools.http,
            hosts.sign_in,
            client_id=_text(credentials, "client_id"),
            client_secret=_text(credentials, "client_secret"),
            refresh_token=_text(credentials, "refresh_token"),
            now=tools.now,
        )
        self.client = SpApiClient(tools, hosts, sign_in)
        self._orders = Orders(self.client, self.marketplaces)
        self._reports = Reports(self.client, self.marketplaces)

    def check(self) -> tuple[str, tuple[str, ...]]:
        """Sign in; return the store's name and, in sentences, what will not work.

        Raises SignInAgain, TryLater or UnexpectedAnswer.
        """
        missing = [OTHER_REGION % {"host": f"amazon.{place.domain}"} for place in self.elsewhere]
        name = ""
        try:
            found = participations(self.client)
        except Refused as error:
            missing.append(NOT_SAID % {"words": error.complaint})
        else:
            name = store_name(found, self.marketplaces)
            active = {each.marketplace_id for each in found if each.active}
            missing += [
                NOT_SOLD % {"host": f"amazon.{place.domain}"} for place in self.marketplaces if place.id not in active
            ]
        if not self._orders.visible():
            missing.append(NO_ROLE_FOR_ORDERS)
        if not self._reports.visible((RETURNS, FEEDBACK)):
            missing.append(NO_ROLE_FOR_REPORTS)
        if not self._reports.visible((HEALTH,)):
            missing.append(NO_ROLE_FOR_HEALTH)
        return name, tuple(missing)

    def orders(self, request: FetchRequest) -> Iterator[Page]:
        """Orders that changed (kind "order"), as far as the granted calls go."""
        yield from self._orders.pages(request)

    def returns(self, request: FetchRequest) -> Iterator[Page]:
        """Rows of the returns report (kind "return"), once it is ready."""
        yield from self._reports.pages(RETURNS, request)

    def feedback(self, request: FetchRequest) -> Iterator[Page]:
        """Rows of the feedback report (kind "feedback"), once it is ready."""
        yield from self._reports.pages(FEEDBACK, request)

    def health(self, request: FetchRequest) -> Iterator[Page]:
        """Metrics of the account health report (kind "health"), once a day and once it is ready."""
        yield from self._reports.pages(HEALTH, request)

    def order(self, order_id: str) -> RawPayload | None:
        """One order as it stands; None if Amazon does not know it or does not show it.

        Raises TryLater, UnexpectedAnswer, or SignInAgain, also where the application has no role for orders.
        """
        try:
            return self._orders.order(order_id)
        except Refused as error:
            raise SignInAgain(NO_ROLE_FOR_ORDERS) from error

    def actions(self, order_id: str) -> tuple[OrderAction, ...]:
        """Every action, those that Amazon does not allow now with the reason."""
        place = self._place(order_id)
        if place is None:
            return tuple(kind.action(UNKNOWN_PLACE, offered=False) for kind in KINDS.values())
        return Actions(self.client, order_id=order_id, marketplace=place).all()

    def act(
        self, order_id: str, action: str, *, values: Mapping[str, str], files: tuple[OutgoingFile, ...] = ()
    ) -> None:
        """Do it once. Raises ReplyRefused, TryLater (no effect), SignInAgain or OutcomeUnknown."""
        kind = KINDS.get(action)
        if kind is None:
            raise ReplyRefused(_("There is no such action at Amazon."))
        try:
            place = self._place(order_id)
            if place is None:
                raise ReplyRefused(UNKNOWN_PLACE)
            Actions(self.client, order_id=order_id, marketplace=place).act(kind, values=values, files=files)
        except UnexpectedAnswer as error:
            raise TryLater(UNREADABLE % {"sentence": error}) from error

    def buyer_locale(self, order_id: str) -> str:
        """The language to write to the buyer in, e.g. `fr-FR`; "" if Amazon does not say."""
        place = self._place(order_id)
        return Actions(self.client, order_id=order_id, marketplace=place).buyer_locale() if place else ""

    def _place(self, order_id: str) -> Marketplace | None:
        """The site an order was placed on: asked of the order, never guessed from its number."""
        if len(self.marketplaces) == 1:
            return self.marketplaces[0]
        try:
            found = self._orders.order(order_id)
        except Refused:
            return None
        return of_id(marketplace_id(found.body)) if found else None


def _region(credentials: Mapping[str, Any], countries: Sequence[str]) -> str:
    given = _text(credentials, "region").lower()
    if given and given not in HOSTS:
        raise SignInAgain(NO_REGION % {"words": given})
    return given or (region_of(countries[0].upper()) if countries else "eu")


def _text(credentials: Mapping[str, Any], name: str) -> str:
    value = credentials.get(name)
    return value.strip() if isinstance(value, str) else ""
