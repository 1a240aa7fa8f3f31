"""Erase people: all or nothing in the database, their files after it."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

from django.db import transaction

from connectors.locks import advisory_lock_or_not
from connectors.models import Account
from inbox.erasure.blanking import blank
from inbox.erasure.doomed_files import delete_doomed
from inbox.erasure.person import Person, person_of
from inbox.errors import AccountBusy, BuyerErased
from inbox.models import Buyer, ErasureReceipt, User
from inbox.pulling.account_lock import lock_name

_WAIT_SECONDS = 10
"""So long an erasure waits for a pull to end."""


def erase_buyer(buyer: Buyer, *, by: User | None, reason: str, reference: str = "", now: datetime) -> ErasureReceipt:
    """Forget the person behind the buyer, at his account; return the proof.

    reason: an ErasureReason. A reference that was carried out gives its proof again.
    Raises BuyerErased if that has happened already, ReplyUnderway or AccountBusy if it must wait: nothing was changed.
    """
    marketplace = buyer.account.marketplace
    if receipt := receipt_of(marketplace, reference):
        return receipt
    if Buyer.objects.filter(pk=buyer.pk, erased_at__isnull=False).exists():
        raise BuyerErased
    return erase_people(marketplace, [person_of(buyer)], by=by, reason=reason, reference=reference, now=now)


def receipt_of(marketplace: str, reference: str) -> ErasureReceipt | None:
    """The proof of a demand that was carried out already."""
    if not reference:
        return None
    return ErasureReceipt.objects.filter(marketplace=marketplace, reference=reference).first()


def erase_people(
    marketplace: str, people: Sequence[Person], *, by: User | None, reason: str, reference: str, now: datetime
) -> ErasureReceipt:
    """Forget these people, of several accounts in the order of their ids; what erase_buyer says holds here too.

    Under the locks the question is asked again: two workers may have come with the same demand.
    """
    with ExitStack() as turns:
        for person in people:
            turns.enter_context(_turn(person.account))
        if receipt := receipt_of(marketplace, reference):
            return receipt
        with transaction.atomic():
            counts: Counter[str] = Counter()
            for person in people:
                counts += blank(person.as_known_now(), by=by, now=now)
            receipt = ErasureReceipt.objects.create(
                marketplace=marketplace, reference=reference, reason=reason, user=by, counts=dict(counts), at=now
            )
        delete_doomed()
    return receipt


@contextmanager
def _turn(account: Account) -> Iterator[None]:
    """Hold the account's lock, as a pull does. Raises AccountBusy if it is not to be had soon."""
    ends_at = time.monotonic() + _WAIT_SECONDS
    while True:
        with advisory_lock_or_not(lock_name(account)) as taken:
            if taken:
                yield
                return
        if time.monotonic() > ends_at:
            raise AccountBusy
        time.sleep(0.1)
