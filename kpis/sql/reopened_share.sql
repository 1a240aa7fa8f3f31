-- Counted: tickets that were solved, once, when they were first solved (for good: what the shop took back by hand was
-- no solution); of them those that the buyer reopened by writing again. Left out: nothing.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    '' AS part, reopened::int::numeric AS value,
    '' AS currency
FROM @solutions@ solutions
