"""Empty what was received about a person, as it came. The rows stay under their keys, so that nothing comes twice.

A stored thing says whose it is only when it is read again. Candidates are found by what stands beside it: it came at
the same moment as a message of his, is stored under an id of his, or mentions him; then its connector reads it.
What cannot be read goes if it mentions him.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from connectors.accounts import connector_for
from connectors.base import Connector
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Incoming, IncomingNothing, IncomingNotice
from connectors.models import RawItem
from inbox.arriving.raw_items import EMPTY, empty_raw_items, payload_of
from inbox.erasure.arrivals import marks_of
from inbox.erasure.mentions import mentions, spellings
from inbox.erasure.person import Person
from inbox.erasure.tombstones import Mark
from inbox.names import fitting

_AT_ONCE = 50
_FIND = """
SELECT id FROM connectors_rawitem
WHERE account_id = %s AND body <> %s
AND (fetched_at = ANY(%s) OR key = ANY(%s) OR lower(body) LIKE ANY(%s))
ORDER BY id
"""


@dataclass(frozen=True)
class Wanted:
    """Whose raw items go. keys: ids of what is his. moments: when it came. notices: ids of those that were blanked."""

    person: Person
    marks: Collection[Mark]
    keys: Collection[str]
    moments: Collection[datetime]
    notices: Collection[str]


@dataclass(frozen=True)
class Emptied:
    """count: of raw items. files: names in storage of what belonged to them."""

    count: int
    files: list[str]


def empty_raw(wanted: Wanted) -> Emptied:
    """Empty the raw items that concern him."""
    connector = connector_for(wanted.person.account)
    ids = [row.pk for row in _candidates(wanted) if _is_his(row, wanted, connector)]
    return Emptied(len(ids), empty_raw_items(ids))


def _candidates(wanted: Wanted) -> Iterator[RawItem]:
    like = [f"%{_escaped(said)}%" for said in spellings(wanted.person)]
    with connection.cursor() as cursor:
        account_id = wanted.person.account.pk
        cursor.execute(_FIND, [account_id, EMPTY, list(wanted.moments), list(wanted.keys), like])
        ids = [pk for (pk,) in cursor.fetchall()]
    for start in range(0, len(ids), _AT_ONCE):
        yield from RawItem.objects.filter(pk__in=ids[start : start + _AT_ONCE])


def _is_his(row: RawItem, wanted: Wanted, connector: Connector) -> bool:
    try:
        payload = payload_of(row)
    except FileNotFoundError:
        return row.key in wanted.keys or mentions(wanted.person, row.body.encode())
    said = row.body.encode() + payload.blob
    try:
        return _concerns(connector.read(payload), wanted, said)
    except UnexpectedAnswer:
        return row.key in wanted.keys or mentions(wanted.person, said)


def _concerns(thing: Incoming, wanted: Wanted, said: bytes) -> bool:
    if isinstance(thing, IncomingNotice):
        return fitting(thing.external_id) in wanted.notices
    if isinstance(thing, IncomingNothing):
        return mentions(wanted.person, said)
    return any(mark in wanted.marks for mark in marks_of(thing))


def _escaped(said: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", said)
