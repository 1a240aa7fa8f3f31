"""An amount."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Money:
    """An amount as the marketplace gives it; currency in ISO 4217, empty if not told."""

    amount: Decimal
    currency: str
