"""How an account's buyers may be asked: what its connector is decides, never which marketplace it is."""

from enum import StrEnum

from connectors.abilities import RequestsReviews
from connectors.models import Account


class AskingWay(StrEnum):
    """link: a message of the shop with a link to our page. review: the marketplace asks, in its own words."""

    LINK = "link"
    REVIEW = "review"


def way_of(account: Account) -> AskingWay | None:
    """None where a buyer is not to be asked by us: he says what he thinks in the marketplace's feedback."""
    connector = account.connector_class
    if connector.is_own_channel:
        return AskingWay.LINK
    return AskingWay.REVIEW if issubclass(connector, RequestsReviews) else None
