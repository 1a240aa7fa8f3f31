"""Where something was written: on the marketplace's own site, in the mailbox itself, inside a claim."""

from django.utils.translation import gettext as _

from connectors.abilities import ReadsMail
from connectors.base import Connector
from inbox.models import ClaimKind


def is_mailbox(connector: type[Connector]) -> bool:
    """Whether this is a mailbox of the shop, with no marketplace behind it."""
    return issubclass(connector, ReadsMail) and connector.fallback


def outside_words(connector: type[Connector]) -> str:
    if is_mailbox(connector):
        return _("from another mail program")
    return _("on %(marketplace)s's own site") % {"marketplace": connector.label}


def within_words(kind: str) -> str:
    """Inside which claim (Message.within); "" for the conversation itself."""
    words = {
        ClaimKind.RETURN: _("in the return"),
        ClaimKind.NOT_RECEIVED: _("in the request about an item not received"),
        ClaimKind.CANCELLATION: _("in the cancellation"),
        ClaimKind.CASE: _("in the case"),
        ClaimKind.PAYMENT_DISPUTE: _("in the payment dispute"),
    }
    return str(words.get(ClaimKind(kind), _("in the claim"))) if kind in ClaimKind.values else ""
