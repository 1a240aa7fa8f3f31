"""Find accounts as a person names them on the command line."""

from collections.abc import Sequence

from django.core.management.base import CommandError
from django.db.models import Q

from connectors.models import Account


def named_accounts(names: Sequence[str]) -> list[Account]:
    """Accounts by id, name or `marketplace/name`; all of them if no name is given.

    Raises CommandError for a name that fits none, or more than one.
    """
    if not names:
        return list(Account.objects.order_by("marketplace", "name"))
    return [_named(name) for name in names]


def label(account: Account) -> str:
    return f"{account.marketplace}/{account.name}"


def _named(name: str) -> Account:
    marketplace, _, rest = name.partition("/")
    fits = Q(name=name) | Q(marketplace=marketplace, name=rest)
    found = list(Account.objects.filter(fits))
    if not found and name.isascii() and name.isdigit():
        found = list(Account.objects.filter(id=int(name)))
    if not found:
        raise CommandError(f"There is no account {name}.")
    if len(found) > 1:
        choices = ", ".join(f"{account.id} ({label(account)})" for account in found)
        raise CommandError(f"{name} may be any of {choices}: give the number.")
    return found[0]
