-- Counted: waits of a buyer with a deadline set by the marketplace; of them those that ended at it or before.
-- A wait counts at the moment that decides it: its end, or the deadline, whichever came first. Parts: first or next
-- answer. Left out: waits that were merged into another ticket or were spam, and deadlines that stand still.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, target AS part,
    in_time::int::numeric AS value, '' AS currency
FROM @waits_on_marketplace_clock@ waits
