-- Counted: claims and disputes, when they were opened. Parts: the product they are about; empty = none is known.
SELECT account_id, ticket_id, opened_at AS happened_at, channel, agent_id, language, topic, level, kind,
    item_id AS part, 1::numeric AS value, '' AS currency
FROM @claims@ claims
WHERE opened_at >= %(since)s AND opened_at < %(until)s
