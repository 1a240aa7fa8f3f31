-- What joins the open claims and what leaves them, at its moment: they add up to what claims_open.sql finds.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    claim_kind AS part, 1::numeric AS value, '' AS currency, turn
FROM @turns_of_claims@ turns
