-- Counted: the amounts of the claims that are open at the end of the period, or now if it is not over, as the
-- marketplace gives them; one sum by currency. Parts: the kind of claim. Left out: claims without an amount.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    claim_kind AS part,
    amount AS value, currency
FROM @open_claims@ open_claims
WHERE amount IS NOT NULL
