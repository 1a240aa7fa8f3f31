-- Counted: tickets that were solved, once, when they were first solved (for good: what the shop took back by hand was
-- no solution). From when the buyer first waited to the solution, by the wall clock; in seconds. A later return of
-- the buyer changes nothing. Left out: tickets on which no buyer ever waited.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    extract(epoch FROM happened_at - asked_at) AS value, '' AS currency
FROM @solutions@ solutions
WHERE asked_at <= happened_at
