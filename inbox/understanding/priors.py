"""What is known of a buyer's message before it is read."""

from connectors.models import Account
from inbox.models import Buyer, Ticket
from inbox.understanding.classification import Priors


def priors_of(account: Account, ticket: Ticket, *, buyer: Buyer, author: str) -> Priors:
    """The buyer's language where it is known, else the sales channel's; names that say nothing in a text."""
    connector = account.connector_class
    spoken = connector.channel_languages
    return Priors(
        language=buyer.language or ticket.language or spoken.get(ticket.channel) or spoken.get("", ""),
        names=(ticket.buyer_name, author, account.seller_name, account.name),
        order_forms=connector.order_forms,
    )
