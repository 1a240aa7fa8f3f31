-- Counted: claims and disputes, when they ended. Parts: how: decided for the shop (won) or for the buyer (lost); else
-- refunded if the ticket says that the buyer got his money or a part of it; else closed without a word.
SELECT account_id, ticket_id, ended_at AS happened_at, channel, agent_id, language, topic, level, kind,
    CASE
        WHEN state IN ('won', 'lost') THEN state
        WHEN resolution IN ('refund', 'partial_refund') THEN 'refunded'
        ELSE 'closed'
    END AS part, 1::numeric AS value, '' AS currency
FROM @claims@ claims
WHERE ended_at >= %(since)s AND ended_at < %(until)s
