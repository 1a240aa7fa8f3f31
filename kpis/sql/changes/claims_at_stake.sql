-- The amounts that join the open claims and that leave them, at their moment: they add up to what claims_at_stake.sql
-- finds.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    claim_kind AS part, amount AS value, currency, turn
FROM @turns_of_claims@ turns
WHERE amount IS NOT NULL
