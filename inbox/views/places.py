"""Where a reply that was not sent from here was written: on the marketplace's own site, or in the mailbox itself."""

from django.utils.translation import gettext as _

from connectors.abilities import ReadsMail
from connectors.base import Connector


def is_mailbox(connector: type[Connector]) -> bool:
    """Whether this is a mailbox of the shop, with no marketplace behind it."""
    return issubclass(connector, ReadsMail) and connector.fallback


def outside_words(connector: type[Connector]) -> str:
    if is_mailbox(connector):
        return _("from another mail program")
    return _("on %(marketplace)s's own site") % {"marketplace": connector.label}
