"""How an account's buyers may be asked: what its connector is decides, never which marketplace it is."""

from enum import StrEnum

from connectors.abilities import AsksInConversation, RequestsReviews
from connectors.models import Account


class AskingWay(StrEnum):
    """link: a message of the shop with a link to our page. review: the marketplace asks, in its own words.

    question: a message of the shop in the conversation, without a link; the answer is a number in it.
    """

    LINK = "link"
    REVIEW = "review"
    QUESTION = "question"


def way_of(account: Account) -> AskingWay | None:
    """None where a buyer is not to be asked by us: he says what he thinks in the marketplace's feedback."""
    connector = account.connector_class
    if connector.is_own_channel:
        return AskingWay.LINK
    if issubclass(connector, RequestsReviews):
        return AskingWay.REVIEW
    return AskingWay.QUESTION if issubclass(connector, AsksInConversation) else None
