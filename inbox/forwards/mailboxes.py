"""Which accounts of the shop a mail to anybody can leave from."""

from functools import cache

from connectors.abilities import ForwardsMail
from connectors.models import Account
from connectors.registry import connectors
from inbox.models import Ticket, User


@cache
def slugs() -> tuple[str, ...]:
    """The marketplaces with a mailbox of the shop's own."""
    return tuple(slug for slug, connector in connectors().items() if issubclass(connector, ForwardsMail))


def forwards_mail(account: Account) -> bool:
    return account.marketplace in slugs()


def mailboxes_for(ticket: Ticket, *, user: User) -> list[Account]:
    """Those that this user may write from, the ticket's own first, then what is nothing but a mailbox.

    An outside agent writes only from the shops that he may see.
    """
    found = Account.objects.filter(marketplace__in=slugs()).defer("credentials", "identity")
    if user.limits is not None:
        found = found.filter(pk__in=user.limits.accounts)
    return sorted(found, key=lambda account: (account.pk != ticket.account_id, not _is_plain(account), account.name))


def _is_plain(account: Account) -> bool:
    connector = account.connector_class
    return issubclass(connector, ForwardsMail) and connector.fallback
