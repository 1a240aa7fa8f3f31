"""Fill the database with tickets by SQL: a year of a shop's mail, a twentieth of it waiting for an answer."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from connectors.models import Account, Stream
from connectors.registry import connectors

_STEPS = (
    "INSERT INTO inbox_buyer (account_id, handle, name, created_at) "
    "SELECT %(account)s, 'buyer_' || n, '', now() FROM generate_series(1, %(buyers)s) n",
    "INSERT INTO inbox_ticket (account_id, thread_id, episode, buyer_id, buyer_name, kind, subject, snippet, item_id, "
    " order_id, status, priority, topic, language, tags, needs_reply, unread, soft_due_at, reply_due_at, queue_at, "
    " message_count, last_message_at, last_direction, solved_at, created_at, updated_at, channel, order_match) "
    "SELECT %(account)s, 't' || n, 1, %(first_buyer)s + n %% %(buyers)s, 'buyer_' || n %% %(buyers)s, 'message', "
    " (ARRAY['Colis non reçu', 'Article cassé', 'Wrong size', 'Rückgabe', 'Factura'])[1 + n %% 5] || ' ' || n, "
    " 'Bonjour, je vous écris au sujet de ma commande passée la semaine dernière', '4059' || n, "
    " CASE WHEN n %% 3 = 0 THEN '12-' || lpad((n %% 100000)::text, 5, '0') || '-' "
    " || lpad((n / 7 %% 100000)::text, 5, '0') ELSE '' END, "
    " CASE WHEN n %% 20 = 0 THEN 'open' WHEN n %% 20 = 1 THEN 'waiting' ELSE 'solved' END, 2, '', '', '{}', "
    " n %% 20 = 0, n %% 20 = 0, "
    " CASE WHEN n %% 20 = 0 THEN at + interval '8 hours' END, "
    " CASE WHEN n %% 20 = 0 THEN at + interval '24 hours' END, "
    " CASE WHEN n %% 20 = 0 THEN at + interval '24 hours' "
    " ELSE timestamptz '3000-01-01Z' - (at - timestamptz '2000-01-01Z') END, "
    " 1, at, 'in', CASE WHEN n %% 20 > 1 THEN at END, at, at, '', '' "
    "FROM (SELECT n, now() - n * (interval '365 days' / %(tickets)s) AS at "
    " FROM generate_series(1, %(tickets)s) n) numbered",
    "INSERT INTO inbox_message (ticket_id, account_id, direction, external_id, author, body_text, language, "
    " written_at, fetched_at, stored_at, automatic, delivery, attempts, cause, reason, remedy, idempotency_key) "
    "SELECT t.id, t.account_id, 'in', 'm' || t.thread_id || '-' || k, t.buyer_name, "
    " 'Bonjour, je vous écris au sujet de ma commande ' || t.order_id || ' : ' || t.subject || ' mot' || t.id %% 5000, "
    " '', "
    " t.created_at, t.created_at, t.created_at, false, '', 0, '', '', '', '' "
    "FROM inbox_ticket t, generate_series(1, %(messages)s) k",
)


def fill(tickets: int, *, messages: int = 1) -> Account:
    """Empty the ticket tables and make `tickets` with `messages` each; statistics are up to date afterwards."""
    cls = next(iter(connectors().values()))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inbox_ticketevent DISABLE TRIGGER ticket_events_are_not_emptied")
        cursor.execute("TRUNCATE connectors_account CASCADE")
    account = Account.objects.create(
        marketplace=cls.slug,
        name="bench",
        state_since=timezone.now(),
        soft_window=timedelta(hours=8),
        hard_window=timedelta(hours=24),
    )
    Stream.objects.create(account=account, name="messages")
    with connection.cursor() as cursor:
        values = {
            "account": account.id,
            "tickets": tickets,
            "messages": messages,
            "buyers": max(1, tickets // 2),
            "first_buyer": 0,
        }
        cursor.execute(_STEPS[0], values)
        cursor.execute("SELECT min(id) FROM inbox_buyer WHERE account_id = %s", [account.id])
        values["first_buyer"] = cursor.fetchone()[0]
        for step in _STEPS[1:]:
            cursor.execute(step, values)
        cursor.execute("VACUUM ANALYZE inbox_ticket, inbox_message, inbox_buyer")
    return account
