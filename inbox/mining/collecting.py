"""What the buyers of some tickets ask: one row for each question, in one statement."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from connectors.registry import connectors
from inbox.mining.wordings import KEY, LANGUAGES, fillers
from inbox.tickets.topics import TOPICS
from inbox.understanding.classification import Topic

MOST_OF_A_MESSAGE = 3
"""So many questions are heard of one message."""

_HOLD = "SELECT 1 FROM inbox_ticket WHERE id = ANY (%(tickets)s) ORDER BY id FOR KEY SHARE"
"""Until we are done nobody's erasure takes these tickets; one that had them before us has left nothing to hear."""
_FORGET = """
DELETE FROM inbox_asking WHERE ticket_id = ANY (%(tickets)s)
    OR message_id IN (SELECT id FROM inbox_message WHERE ticket_id = ANY (%(tickets)s))
"""
_COLLECT = f"""
WITH {LANGUAGES},
talk AS (
    SELECT t.id, t.topic, t.language, coalesce(nullif(t.item_id, ''), bought.item_id, '') AS item_id,
        guichet_plain(t.buyer_name || ' ' || buyer.name || ' ' || buyer.handle) AS names
    FROM inbox_ticket t JOIN inbox_buyer buyer ON buyer.id = t.buyer_id
    LEFT JOIN LATERAL (
        SELECT o.items -> 0 ->> 'item_id' AS item_id FROM inbox_order o
        WHERE o.account_id = t.account_id AND o.external_id = t.order_id AND t.order_id <> ''
            AND t.order_match IN ('', 'sure', 'chosen') AND jsonb_array_length(o.items) = 1
        LIMIT 1
    ) bought ON true
    WHERE t.id = ANY (%(tickets)s) AND t.kind = 'message' AND t.status <> 'spam'
),
words AS (
    SELECT m.id AS message_id, talk.id AS ticket_id, talk.item_id, talk.names, m.written_at,
        coalesce(nullif(m.language, ''), talk.language) AS language, left(m.body_text, 3000) AS body,
        CASE WHEN talk.topic = '' OR talk.topic = ANY (%(ours)s) THEN talk.topic
            ELSE coalesce(told.topic, %(meanings)s::jsonb ->> talk.topic, talk.topic) END AS topic
    FROM talk JOIN inbox_message m ON m.ticket_id = talk.id
    LEFT JOIN inbox_understanding told ON told.message_id = m.id AND told.topic = ANY (%(telling)s)
    WHERE m.direction = 'in' AND m.within = '' AND NOT m.automatic AND m.body_text <> ''
        AND m.written_at >= %(since)s
),
sentences AS (
    SELECT words.*, piece.position, piece.said
    FROM words CROSS JOIN LATERAL (
        SELECT position, right(substring(piece FROM '[^.!…]*$'), 248) || '?' AS said
        FROM string_to_table(body, '?') WITH ORDINALITY AS split(piece, position)
        WHERE position <= length(body) - length(replace(body, '?', '')) AND piece !~ 'https?://\\S*$'
        UNION ALL SELECT 0, left(body, 250)
    ) piece
),
keyed AS (
    SELECT sentences.message_id, ticket_id, topic, sentences.language, item_id, written_at, position,
        btrim(regexp_replace(said, '\\s+', ' ', 'g')) AS said, wording.key, languages.polite
    FROM sentences
    JOIN languages ON languages.language = CASE
        WHEN EXISTS (SELECT 1 FROM languages known WHERE known.language = sentences.language)
        THEN sentences.language ELSE '' END
    CROSS JOIN LATERAL ({
    KEY.format(said="said", besides="tsvector_to_array(to_tsvector(languages.configuration, names))")
}) wording
),
asked AS (
    SELECT *, row_number() OVER (PARTITION BY message_id ORDER BY position = 0, position) AS place
    FROM keyed WHERE key <> '' AND (position > 0 OR NOT string_to_array(key, ' ') <@ polite)
),
heard AS (SELECT * FROM asked WHERE place <= {MOST_OF_A_MESSAGE} AND (position > 0 OR place = 1)),
new AS (
    INSERT INTO inbox_wording (topic, language, key) SELECT DISTINCT topic, language, key FROM heard
    ON CONFLICT DO NOTHING RETURNING id, topic, language, key
),
known AS (
    SELECT * FROM new
    UNION ALL SELECT w.id, w.topic, w.language, w.key
    FROM (SELECT DISTINCT topic, language, key FROM heard) one JOIN inbox_wording w USING (topic, language, key)
)
INSERT INTO inbox_asking (message_id, position, ticket_id, wording_id, item_id, said, asked_at)
SELECT message_id, position, ticket_id, known.id, item_id, said, written_at
FROM heard JOIN known USING (topic, language, key)
"""  # noqa: S608


def collect(ticket_ids: Sequence[int], *, since: datetime) -> None:
    """Hear anew what is asked on these tickets. since: what is older counts no more. Inside a transaction."""
    values: dict[str, Any] = {"tickets": list(ticket_ids), "since": since, "fillers": fillers(), **_themes()}
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, values)
        cursor.execute(_FORGET, values)
        cursor.execute(_COLLECT, values)


def _themes() -> dict[str, Any]:
    """Where a marketplace has given the ticket a reason of its own: what the words are about, else what it means."""
    meanings = {code: topic for one in connectors().values() for code, topic in one.topic_meanings.items()}
    telling = [topic for topic in TOPICS if topic not in (Topic.THANKS, Topic.OTHER)]
    return {"ours": list(TOPICS), "telling": telling, "meanings": json.dumps(meanings)}
