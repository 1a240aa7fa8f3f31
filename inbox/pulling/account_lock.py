"""One at a time works on an account: pulls, what reads it again, and what erases from it."""

from connectors.models import Account


def lock_name(account: Account) -> str:
    return f"pull account {account.id}"
