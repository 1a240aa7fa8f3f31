"""Fetch anew what a marketplace would not give when its turn came, and what was therefore passed over.

Reading again what was stored (ingest.reread_unreadable) cannot help there: nothing was stored but where it is.
"""

import json
import logging
from datetime import datetime
from itertools import islice

from django.db import transaction

from connectors.abilities import FetchesAgain
from connectors.accounts import connector_for
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import RawPayload
from connectors.locks import advisory_lock
from connectors.models import Account, RawItem
from connectors.text import marked
from inbox.arriving.ingest import Counts, Read, ingest
from inbox.pulling.account_lock import lock_name

log = logging.getLogger(__name__)

MOST = 50
"""At most so many at a time, the newest first: each may cost a minute of waiting."""
GONE = marked("It is not there any more where it was passed over: it has been moved or deleted.")


def any_passed_over(account: Account) -> bool:
    connector = connector_for(account)
    return isinstance(connector, FetchesAgain) and bool(_passed_over(account, connector))


def fetch_passed_over(account: Account, *, now: datetime) -> Counts:
    """Ask once more for each of them, and take in what comes. Raises SignInAgain.

    unreadable: how many cannot be had now either, or are gone, which their problem then says.
    """
    connector = connector_for(account)
    counts = Counts()
    if isinstance(connector, FetchesAgain):
        for raw_id, raw in _passed_over(account, connector).items():
            try:
                found = connector.fetch_again(raw)
            except (TryLater, UnexpectedAnswer) as error:
                log.info("account %s: raw item %s cannot be had now (%s)", account.id, raw_id, type(error).__name__)
                counts += Counts(unreadable=1)
            else:
                counts += _take_in(account, raw_id, found, read=connector.read, now=now)
    return counts


def _passed_over(account: Account, connector: FetchesAgain) -> dict[int, RawPayload]:
    """By the id of its raw item."""
    rows = RawItem.objects.filter(account=account, blob="").exclude(problem="").order_by("-fetched_at", "-id")
    found = ((row.id, RawPayload(row.kind, row.key, json.loads(row.body), row.version)) for row in rows.iterator())
    return dict(islice(((raw_id, raw) for raw_id, raw in found if connector.was_passed_over(raw)), MOST))


def _take_in(account: Account, raw_id: int, found: RawPayload | None, *, read: Read, now: datetime) -> Counts:
    row = RawItem.objects.filter(pk=raw_id)
    if found is None:
        row.update(problem=GONE)
        return Counts(unreadable=1)
    with advisory_lock(lock_name(account)), transaction.atomic():
        counts = ingest(account, [found], read=read, now=now, quiet=False)
        row.update(problem="")
    return counts
