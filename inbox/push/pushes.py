"""What marketplaces push: kept at once while they wait, worked off by a worker.

receive() checks the signature and stores the body under the marketplace's own id; process() does what it asks for and
empties the body, which may be about somebody we do not know. Nothing that a push says is taken as a fact: a wake-up
makes the seller's streams due, and what is new is then fetched.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_noop

from connectors import accounts
from connectors.accounts import installation_connector
from connectors.errors import UnexpectedAnswer
from connectors.models import Account, AccountState, PushDestination, PushEntry, PushSubscription
from connectors.push import PushNote, ReceivesPush
from connectors.registry import connectors
from inbox.bulk import insert_new
from inbox.erasure import forget_person
from inbox.errors import InboxError
from inbox.pulling import pull_times

PATIENCE = timedelta(milliseconds=800)
"""How long the marketplace may take to tell its key: it waits for our answer meanwhile, at most a second."""
HANDED_OVER = timedelta(seconds=15)
"""After this long a push that a worker should have had is looked for by the tick."""
FIRST_BACK_OFF = timedelta(minutes=2)
LONGEST_BACK_OFF = timedelta(hours=6)
KEPT = timedelta(days=30)
"""How long the id of a push is remembered, so that nobody can play it back."""
REVOKED_LATELY = timedelta(days=7)
NOTED_EVERY = timedelta(seconds=5)
REVOKED = gettext_noop(
    "The marketplace says that the seller's consent was withdrawn or his password changed; he must sign in again."
)


class NoPush(LookupError):
    """There is no such marketplace, or it pushes nothing."""


def push_class(slug: str) -> type[ReceivesPush]:
    """The connector class of a marketplace that pushes. Raises NoPush."""
    found = connectors().get(slug)
    if found is None or not issubclass(found, ReceivesPush):
        raise NoPush(slug)
    return found


def receive(slug: str, body: bytes, headers: dict[str, str], *, now: datetime) -> int | None:
    """Keep a push whose signature holds; return its id here, None if it is known already.

    headers: with lower-case names. Raises ForgedPush; TryLater, SignInAgain or UnexpectedAnswer if the key cannot be
    had now. A push that is signed but cannot be read is kept without its body, with the reason.
    """
    connector = installation_connector(slug, answer_within=PATIENCE)
    if not isinstance(connector, ReceivesPush):
        raise NoPush(slug)
    connector.verify_push(body, headers)
    _note_reception(slug, now)
    try:
        note = connector.read_push(body)
    except UnexpectedAnswer as error:
        _keep_unreadable(slug, body, error, now=now)
        return None
    row = (slug, note.notification_id, note.topic, body.decode(), now, now, 0, "")
    return _insert(row)


def process(entry_id: int, *, now: datetime) -> Sequence[tuple[int, str]]:
    """Work off one push unless that is done; return the accounts (id, marketplace) that have just become due.

    What goes wrong leaves it for later: its next try is set before anything is done.
    """
    entry = _claim(entry_id, now)
    if entry is None:
        return ()
    note = push_class(entry.slug).read_push(entry.body.encode())
    try:
        woken = _act(entry.slug, note, now)
    except InboxError as error:  # somebody is to be forgotten to whom a reply is just leaving
        PushEntry.objects.filter(id=entry_id).update(problem=str(error))
        return ()
    PushEntry.objects.filter(id=entry_id).update(body="", next_try_at=None, problem="")
    return [(account_id, entry.slug) for account_id in woken]


def due(now: datetime, *, at_most: int = 500) -> list[int]:
    """Pushes that a worker should have had, and those to be tried again, oldest first."""
    waiting = PushEntry.objects.filter(next_try_at__lte=now - HANDED_OVER).order_by("next_try_at")
    return list(waiting.values_list("id", flat=True)[:at_most])


def forget_old(now: datetime) -> None:
    """Drop what nobody can play back any more."""
    PushEntry.objects.filter(received_at__lt=now - KEPT, next_try_at=None).delete()


def _act(slug: str, note: PushNote, now: datetime) -> Sequence[int]:
    if note.forgotten:
        _note_topic(slug, note.topic, now)
        forget_person(slug, note.forgotten, reference=note.notification_id, now=now)
        return ()
    concerned = _accounts_of(slug, note.sellers)
    if not concerned:
        return ()
    PushSubscription.objects.filter(account__in=concerned, topic=note.topic).update(last_received_at=now)
    if note.revoked:
        _ask_to_sign_in(concerned, note, now)
        return ()
    return pull_times.wake(concerned, note.wakes, now)


def _accounts_of(slug: str, names: Collection[str]) -> list[int]:
    """The accounts whose seller has one of these names."""
    wanted = {name.lower() for name in names}
    if not wanted:
        return []
    cls = push_class(slug)
    sellers = Account.objects.filter(marketplace=slug).values_list("id", "identity")
    return [account_id for account_id, identity in sellers if wanted & cls.own_names(identity)]


def _ask_to_sign_in(account_ids: Collection[int], note: PushNote, now: datetime) -> None:
    """Unless the seller has signed in since, or the news is old: then the next pull finds out by itself."""
    happened_at = note.happened_at or now
    if happened_at < now - REVOKED_LATELY:
        return
    for account in Account.objects.filter(id__in=account_ids, state_since__lte=happened_at).exclude(
        state__in=[AccountState.PAUSED, AccountState.SIGN_IN]
    ):
        accounts.set_state(account, AccountState.SIGN_IN, reason=REVOKED, now=now)


def _claim(entry_id: int, now: datetime) -> PushEntry | None:
    """Take one push, unless it is worked off or another worker has it."""
    entry = PushEntry.objects.filter(id=entry_id, next_try_at__lte=now).first()
    if entry is None:
        return None
    later = now + min(FIRST_BACK_OFF * 2 ** min(entry.tries, 10), LONGEST_BACK_OFF)
    ours = PushEntry.objects.filter(id=entry_id, next_try_at=entry.next_try_at)
    return entry if ours.update(next_try_at=later, tries=F("tries") + 1) else None


def _insert(row: tuple[object, ...]) -> int | None:
    columns = ["slug", "notification_id", "topic", "body", "received_at", "next_try_at", "tries", "problem"]
    inserted = insert_new(PushEntry, columns, [row], returning=["id"])
    return next((int(entry_id) for (entry_id,) in inserted), None)


def _keep_unreadable(slug: str, body: bytes, error: UnexpectedAnswer, *, now: datetime) -> None:
    name = f"unreadable-{hashlib.sha256(body).hexdigest()}"
    _insert((slug, name, "", "", now, None, 0, str(error)))


def _note_topic(slug: str, topic: str, now: datetime) -> None:
    """Of the installation's own subscriptions."""
    own = PushSubscription.objects.filter(destination__slug=slug, account=None, topic=topic)
    own.update(last_received_at=now)


def _note_reception(slug: str, now: datetime) -> None:
    long_ago = Q(last_received_at=None) | Q(last_received_at__lt=now - NOTED_EVERY)
    PushDestination.objects.filter(long_ago, slug=slug).update(last_received_at=now)
