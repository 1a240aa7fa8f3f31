-- Counted: claims and disputes, when they were opened. Parts: their kind. Left out: nothing.
SELECT account_id, ticket_id, opened_at AS happened_at, channel, agent_id, language, topic, level, kind,
    claim_kind AS part, 1::numeric AS value, '' AS currency
FROM @claims@ claims
WHERE opened_at >= %(since)s AND opened_at < %(until)s
