"""What the buyer got in the end: a refund, a part of one, a replacement, something else."""

import re
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from inbox.models import EventKind, Resolution, Ticket, User
from inbox.tickets.changing import change, locked
from inbox.tickets.errors import NoSuchAmount

MOST = Decimal("99999999.99")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CENT = Decimal("0.01")


def set_resolution(
    ticket: Ticket, *, resolution: Resolution | None, amount: Decimal | None, currency: str, by: User, now: datetime
) -> None:
    """Record it; None takes it off. amount: what it cost, None = nothing or not said; currency: ISO 4217.

    Raises NoSuchAmount for one that is not above zero, has parts of a cent, or lacks its currency.
    """
    if resolution is None:
        amount = None
    if amount is not None and not (0 < amount <= MOST and amount == amount.quantize(_CENT)):
        raise NoSuchAmount
    if amount is not None and not _CURRENCY.fullmatch(currency):
        raise NoSuchAmount
    with transaction.atomic():
        current = locked(ticket)
        kept = currency if amount is not None else ""
        before = _told(current.resolution, current.resolution_amount, current.resolution_currency)
        change(
            current,
            by=by,
            now=now,
            kind=EventKind.RESOLUTION,
            before=before,
            after=_told(resolution or "", amount, kept),
            resolution=resolution or "",
            resolution_amount=amount,
            resolution_currency=kept,
        )
    ticket.refresh_from_db()


def _told(resolution: str, amount: Decimal | None, currency: str) -> list[str] | None:
    """As the log keeps it: what, how much, in which currency; None if nothing is recorded."""
    return [resolution, f"{amount:.2f}" if amount is not None else "", currency] if resolution else None
