-- Counted: the amounts of claims and disputes, when they were opened, as the marketplace gives them; one sum by
-- currency. Parts: their kind. Left out: claims without an amount.
SELECT account_id, ticket_id, opened_at AS happened_at, channel, agent_id, language, topic, level, kind,
    claim_kind AS part, amount AS value, currency AS currency
FROM @claims@ claims
WHERE opened_at >= %(since)s AND opened_at < %(until)s
    AND amount IS NOT NULL
