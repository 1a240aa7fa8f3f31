"""What keeps erased people away: keyed digests of their marks, from which nobody can read a name.

A mark is something by which what a marketplace gives is known to be about a person: a name of his, or the marketplace's
id of a conversation, an order, a claim or a feedback of his. The key is the installation's own secret: whoever has
only the database cannot even try names.
"""

import hmac
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

import redis
from django.conf import settings
from django.db import connection, transaction

from connectors.models import Account
from connectors.shared_memory import client
from inbox.models import Tombstone
from inbox.names import same_person

_SOME, _NONE = b"some", b"none"
_FLAG = "tombstones"
_LOOK_AGAIN = timedelta(minutes=5)


class Mark(NamedTuple):
    """kind: name, thread, order, claim or feedback."""

    kind: str
    value: str


def name_mark(name: str) -> Mark:
    return Mark("name", same_person(name))


def known_erased(account: Account, names: Iterable[str]) -> set[str]:
    """Those of `names` (in lower case) that belong to somebody erased at this account's marketplace."""
    marks = {name_mark(name): name for name in names if name}
    return {marks[mark] for mark in erased_at(account, marks)}


def erased_at(account: Account, marks: Iterable[Mark]) -> dict[Mark, datetime]:
    """Which of these marks are of erased people, and since when: one query, none while nobody was ever erased."""
    wanted = set(marks)
    if not wanted or not is_anybody_erased():
        return {}
    by_digest = {digest: mark for mark in wanted for digest in _digests(account.marketplace, mark)}
    found = Tombstone.objects.filter(digest__in=by_digest).values_list("digest", "made_at")
    return {by_digest[digest]: made_at for digest, made_at in found}


def bury(account: Account, marks: Iterable[Mark], *, now: datetime) -> None:
    """Let these marks not come back. In the transaction that erases; says so to the other workers before and after."""
    _remember(_SOME)
    digests = sorted({next(_digests(account.marketplace, mark)) for mark in marks})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inbox_tombstone (digest, made_at) SELECT digest, %s FROM unnest(%s::text[]) AS digest "
            "ON CONFLICT (digest) DO UPDATE SET made_at = greatest(inbox_tombstone.made_at, excluded.made_at)",
            [now, digests],
        )
    transaction.on_commit(lambda: _remember(_SOME))


def _digests(marketplace: str, mark: Mark) -> Iterator[str]:
    """The mark's digest, then those under the secrets the installation had before."""
    said = "\0".join((marketplace, *mark)).encode("utf-8", "surrogatepass")
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = hmac.digest(str(secret).encode(), b"guichet tombstones", "sha256")
        yield hmac.digest(key, said, "sha256").hex()


def is_anybody_erased() -> bool:
    """Remembered in Redis, so that most installations never ask the database.

    "none" is only written where nothing stands, and ends by itself: a worker that looked a moment too early cannot
    hide what another one has buried.
    """
    try:
        known = client().get(_FLAG)
    except redis.RedisError:
        return True
    if known is not None:
        return bool(known == _SOME)
    if Tombstone.objects.exists():
        _remember(_SOME)
        return True
    with suppress(redis.RedisError):
        client().set(_FLAG, _NONE, nx=True, ex=_LOOK_AGAIN)
    return False


def _remember(flag: bytes) -> None:
    with suppress(redis.RedisError):
        client().set(_FLAG, flag)
