-- Counted: claims that are open at the end of the period, or now if it is not over. Parts: the kind of claim.
-- A claim is open from when it was opened until its end, both as the marketplace tells them.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    claim_kind AS part,
    1::numeric AS value, '' AS currency
FROM @open_claims@ open_claims
