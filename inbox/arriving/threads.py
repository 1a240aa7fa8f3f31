"""Which conversation a message belongs to, where the marketplace does not simply say it.

Such a message has possible names of its conversation, surest first (IncomingMessage.thread_keys). The first one known
leads to its conversation; then all of them are names of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from connectors.incoming import IncomingMessage, ThreadKey
from connectors.models import Account
from inbox.models import Message, ThreadName
from inbox.names import fitting
from inbox.sending.reply_keys import message_of_key

REPLY = "mid:"
"""Begins the name of a conversation after a Message-ID, with its brackets, of a mail in it."""


@dataclass
class _Known:
    """Where a name led when it was last used."""

    thread_id: str
    last_used_at: datetime


def in_threads(account: Account, messages: Iterable[IncomingMessage]) -> list[IncomingMessage]:
    """The messages, each with the conversation it belongs to as its thread_id; no query if all say it themselves."""
    messages = list(messages)
    names = {fitting(key.name) for message in messages for key in message.thread_keys}
    if not names:
        return messages
    rows = ThreadName.objects.filter(account=account, name__in=names).values_list("name", "thread_id", "last_used_at")
    known = {name: _Known(thread_id, last_used_at) for name, thread_id, last_used_at in rows}
    known |= _by_our_key(account, names - known.keys())
    placed = {}
    for message in sorted(messages, key=lambda message: (message.written_at, message.external_id)):
        thread_id = _known_thread(message, known) or message.thread_id
        placed[message.external_id] = replace(message, thread_id=thread_id)
        for key in message.thread_keys:
            _use(known, key, thread_id, message.written_at)
    _store(account, {name: known[name] for name in names if name in known})
    return [placed[message.external_id] for message in messages]


def remember_reply(reply: Message) -> None:
    """A reply that left as a mail is a name of its conversation: what answers it names it."""
    if not reply.external_id.startswith("<"):
        return
    at = reply.accepted_at or reply.written_at
    _store(reply.account, {fitting(REPLY + reply.external_id): _Known(reply.place.thread_id, at)})


def _by_our_key(account: Account, names: set[str]) -> dict[str, _Known]:
    """Where names lead in which the key of a reply of ours stands: nobody may have recorded its Message-ID."""
    keys = {name: key for name in names if (key := message_of_key(account, name))}
    if not keys:
        return {}
    found = Message.objects.filter(account=account, pk__in=keys.values())
    replies = found.select_related("ticket", "through").in_bulk()
    return {
        name: _Known(reply.place.thread_id, reply.written_at)
        for name, key in keys.items()
        if (reply := replies.get(key))
    }


def _known_thread(message: IncomingMessage, known: dict[str, _Known]) -> str:
    for key in message.thread_keys:
        found = known.get(fitting(key.name)) if key.leads else None
        if found and (key.lasts is None or abs(message.written_at - found.last_used_at) <= key.lasts):
            return found.thread_id
    return ""


def _use(known: dict[str, _Known], key: ThreadKey, thread_id: str, at: datetime) -> None:
    """The latest use of a name says where it leads."""
    name = fitting(key.name)
    if name not in known or at >= known[name].last_used_at:
        known[name] = _Known(thread_id, at)


def _store(account: Account, names: dict[str, _Known]) -> None:
    """In one order, so that a pull and a worker who records a reply never wait for each other."""
    rows: Sequence[tuple[str, _Known]] = sorted(names.items())
    sql = (
        "INSERT INTO inbox_threadname (account_id, name, thread_id, last_used_at) "
        "SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::timestamptz[]) "
        "ON CONFLICT (account_id, name) DO UPDATE "
        "SET thread_id = excluded.thread_id, last_used_at = excluded.last_used_at "
        "WHERE inbox_threadname.last_used_at <= excluded.last_used_at"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [
                account.pk,
                [name for name, _ in rows],
                [found.thread_id for _, found in rows],
                [found.last_used_at for _, found in rows],
            ],
        )
