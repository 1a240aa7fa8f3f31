-- Counted: waits of a buyer that somebody of the shop answered, in writing, by telephone or on the marketplace's site.
-- From when the buyer wrote the oldest unanswered message to the answer, by the wall clock, day and night; in seconds.
-- A wait counts at the moment of its answer. Parts: the first answer to this buyer on the ticket, or a next one.
-- Left out: automatic, refused and unsure replies, acknowledgements, and waits that ended without an answer.
SELECT t.account_id, t.id AS ticket_id, c.answered_at AS happened_at, t.channel, m.user_id AS agent_id, t.language,
    t.topic, coalesce(t.level, 1) AS level, t.kind, c.target AS part,
    extract(epoch FROM c.answered_at - c.opened_at) AS value, '' AS currency
FROM inbox_responsecycle c
    JOIN inbox_ticket t ON t.id = c.ticket_id
    LEFT JOIN inbox_message m ON m.id = c.answered_by_id
WHERE c.answered_at >= %(since)s AND c.answered_at < %(until)s AND t.account_id = ANY(%(accounts)s)
