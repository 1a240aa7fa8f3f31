-- Counted: tickets that were solved and on which somebody had answered the buyer; of them those on which one answer was
-- all that the buyer got until then, and after which he did not come back to reopen the ticket.
-- A ticket counts once, when it was first solved (for good: what the shop took back by hand was no solution). If the
-- buyer comes back later, the ticket turns into one that was not solved at first contact, on the same day.
-- Left out: tickets that needed no answer.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    (exchanges = 1 AND NOT reopened)::int::numeric AS value, '' AS currency
FROM @solutions@ solutions
WHERE exchanges > 0
