"""Fill the database by SQL: a year of a shop's mail, a twentieth of it waiting for an answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from bench.words import FIRST_NAMES, LAST_NAMES, RARE, RARE_TAG, SENTENCES, SUBJECTS, TAGS, TOPICS
from connectors.models import Account, Stream
from connectors.registry import connectors
from inbox.lists.counts import fold_counts
from inbox.models import Role, User

ACCOUNTS = 4
MESSAGES = 5
"""In each conversation, the buyer's and ours in turn."""
LEAD = "bench@guichet.test"
SAME = 60
"""At every size so many tickets have their own word ("lot7"), a rare sentence, a rare tag, the name of one family."""
FAMILY = "Quint"

_BUYERS = """
INSERT INTO inbox_buyer (account_id, handle, name, created_at)
SELECT (%(accounts)s::bigint[])[1 + n %% 4], 'buyer_' || n,
    (%(first_names)s::text[])[1 + n %% 12] || ' '
        || CASE WHEN n %% %(apart)s = 0 THEN %(family)s ELSE (%(last_names)s::text[])[1 + n / 12 %% 22] END
        || ' ' || n, now()
FROM generate_series(1, %(buyers)s) n;
INSERT INTO inbox_buyerhandle (account_id, buyer_id, handle)
SELECT account_id, id, lower(handle) FROM inbox_buyer
"""
_ORDERS = """
INSERT INTO inbox_order (account_id, external_id, channel, state, placed_at, shipped_at, deliver_by, items, currency,
    buyer_name, buyer_handle, city, country, carrier, tracking, fulfilled_by, cancel_requested, buyer_note, attempts,
    problem)
SELECT b.account_id, '12-' || lpad((n / 100000)::text, 5, '0') || '-' || lpad((n %% 100000)::text, 5, '0'), '',
    CASE n %% 4 WHEN 0 THEN 'PAID' WHEN 1 THEN 'CANCELLED' ELSE 'SHIPPED' END, at - interval '5 days',
    CASE WHEN n %% 4 > 1 THEN at - interval '3 days' END, at + interval '1 day', '[]', 'EUR', '', b.handle,
    '', '', '', '', '', false, '', 0, ''
FROM (SELECT n, now() - n * (interval '365 days' / %(tickets)s) AS at
    FROM generate_series(3, %(tickets)s, 3) n) numbered
    JOIN inbox_buyer b ON b.id = %(first_buyer)s + n %% %(buyers)s
"""
_TICKETS = """
INSERT INTO inbox_ticket (account_id, thread_id, episode, buyer_id, buyer_name, kind, subject, snippet, item_id,
    order_id, status, assignee_id, priority, level, topic, language, tags, needs_reply, unread, soft_due_at,
    reply_due_at, waits_since, queue_at, message_count, last_message_at, last_direction, solved_at, created_at,
    updated_at, channel, order_match)
SELECT b.account_id, 't' || n, 1, b.id, b.name, 'message', (%(subjects)s::text[])[1 + n %% 6] || ' ' || n,
    left((%(sentences)s::text[])[1 + n %% 20], 200), '4059' || n %% 2000,
    CASE WHEN n %% 3 = 0
        THEN '12-' || lpad((n / 100000)::text, 5, '0') || '-' || lpad((n %% 100000)::text, 5, '0') ELSE '' END,
    CASE WHEN waits THEN 'open' WHEN n %% 20 = 1 THEN 'waiting' WHEN n %% 500 = 2 THEN 'snoozed' ELSE 'solved' END,
    CASE WHEN n %% 7 < 3 THEN (%(people)s::bigint[])[1 + n / 7 %% 5] END, 2, 1 + (n %% 9 = 0)::int,
    (%(topics)s::text[])[1 + n %% 11 %% 5], (ARRAY['fr', 'en', 'de', 'es', 'it'])[1 + n %% 13 %% 5],
    CASE WHEN n %% %(apart)s = 0 THEN ARRAY[%(rare_tag)s] WHEN n %% 50 = 0 THEN ARRAY[(%(tags)s::text[])[1 + n %% 3]]
        ELSE '{}' END::varchar[], waits, waits,
    CASE WHEN waits THEN at + interval '8 hours' END, CASE WHEN waits THEN at + interval '24 hours' END,
    CASE WHEN waits THEN at END,
    CASE WHEN waits THEN at + interval '24 hours'
        ELSE timestamptz '3000-01-01Z' - (at - timestamptz '2000-01-01Z') END,
    %(messages)s, at, CASE WHEN waits THEN 'in' ELSE 'out' END,
    CASE WHEN NOT waits AND n %% 20 <> 1 AND n %% 500 <> 2 THEN at END, at - interval '1 day', at, '', ''
FROM (SELECT n, now() - n * (interval '365 days' / %(tickets)s) AS at, n %% 20 = 0 AS waits
    FROM generate_series(1, %(tickets)s) n) numbered
    JOIN inbox_buyer b ON b.id = %(first_buyer)s + n %% %(buyers)s
"""
_MESSAGES = """
INSERT INTO inbox_message (ticket_id, account_id, direction, external_id, author, body_text, language, written_at,
    fetched_at, stored_at, automatic, delivery, attempts, cause, reason, remedy, idempotency_key, accepted_at,
    attempted_at, user_id)
SELECT t.id, t.account_id, CASE WHEN k %% 2 = 1 THEN 'in' ELSE 'out' END, 'm' || t.thread_id || '-' || k,
    t.buyer_name,
    (%(sentences)s::text[])[(t.id / 7 + k) %% 4 - 3
            + 4 * array_position(ARRAY['fr', 'en', 'de', 'es', 'it'], t.language::text)]
        || CASE WHEN t.id %% %(apart)s = 0 THEN ' ' || (%(rare)s::jsonb ->> t.language::text) ELSE '' END
        || ' ' || t.order_id || ' 4059' || t.id || ' mot' || t.id %% 5000 || ' lot' || t.id %% %(apart)s,
    t.language, at, at, at, false, CASE WHEN k %% 2 = 1 THEN '' ELSE 'accepted' END, 0, '', '', '', '',
    CASE WHEN k %% 2 = 0 THEN at END, CASE WHEN k %% 2 = 0 THEN at END,
    CASE WHEN k %% 2 = 0 THEN (%(people)s::bigint[])[1 + t.id %% 5] END
FROM inbox_ticket t, generate_series(1, %(messages)s) k, LATERAL (SELECT t.created_at + k * interval '4 hours') l(at)
"""
_CLAIMS = """
INSERT INTO inbox_claim (account_id, ticket_id, external_id, kind, state, state_there, reason, order_id, item_id,
    currency, opened_at, changed_at, ended_at, links)
SELECT account_id, id, 'c' || id, 'return', CASE WHEN solved_at IS NULL THEN 'seller' ELSE 'closed' END, '', '',
    order_id, item_id, 'EUR', created_at, created_at, solved_at, '{}'
FROM inbox_ticket WHERE id %% 39 = 0
"""


def may_be_emptied(cursor: CursorWrapper) -> None:
    """Let the log and its seals go with their tickets: in a database that is for measuring only."""
    cursor.execute("ALTER TABLE inbox_ticketevent DISABLE TRIGGER ticket_events_are_not_emptied")
    cursor.execute("ALTER TABLE inbox_eventseal DISABLE TRIGGER event_seals_are_not_emptied")


def fill(tickets: int, *, messages: int = MESSAGES) -> None:
    """Empty the tables, and make `tickets` with `messages` each; statistics are up to date afterwards."""
    with connection.cursor() as cursor:
        may_be_emptied(cursor)
        cursor.execute("TRUNCATE connectors_account CASCADE")
    accounts, people = _accounts(), _people()
    values: dict[str, Any] = {
        "accounts": accounts,
        "people": people,
        "tickets": tickets,
        "messages": messages,
        "buyers": max(1, tickets // 2),
        "apart": tickets // SAME + 1,
        "family": FAMILY,
        "first_names": list(FIRST_NAMES),
        "last_names": list(LAST_NAMES),
        "subjects": list(SUBJECTS),
        "sentences": [sentence for sentences in SENTENCES.values() for sentence in sentences],
        "topics": list(TOPICS),
        "tags": list(TAGS),
        "rare": json.dumps(RARE),
        "rare_tag": RARE_TAG,
    }
    with connection.cursor() as cursor, _indexed_afterwards("inbox_message"):
        cursor.execute(_BUYERS, values)
        cursor.execute("SELECT min(id) FROM inbox_buyer")
        values["first_buyer"] = cursor.fetchone()[0]
        for step in (_ORDERS, _TICKETS, _CLAIMS, _MESSAGES):
            cursor.execute(step, values)
    fold_counts(timezone.now())  # as every minute where Guichet runs
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL inbox_ticketcount")
        cursor.execute("VACUUM ANALYZE")


def _accounts() -> list[int]:
    slugs = list(connectors())
    made = []
    for number in range(ACCOUNTS):
        account = Account.objects.create(
            marketplace=slugs[number % len(slugs)], name=f"Shop {number + 1}", state_since=timezone.now()
        )
        Stream.objects.create(account=account, name="messages")
        made.append(account.pk)
    return made


def _people() -> list[int]:
    """Five, of whom the first is LEAD."""
    emails = [LEAD, *(f"agent{number}@guichet.test" for number in range(1, 5))]
    known = [User.objects.filter(email=email).first() for email in emails]
    return [
        (one or User.objects.create_user(email, None, role=Role.LEAD, language="en")).pk
        for one, email in zip(known, emails, strict=True)
    ]


@contextmanager
def _indexed_afterwards(table: str) -> Iterator[None]:
    """A table's indexes are made once it is full, which is much quicker; those of constraints stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef NOT LIKE '%% UNIQUE %%'",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
