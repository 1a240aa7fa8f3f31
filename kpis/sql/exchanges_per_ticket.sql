-- Counted: exchanges on tickets that were solved: waits of the buyer that somebody of the shop had answered until then.
-- Two questions before one answer are one exchange; a thank-you and what needed no answer are none.
-- A ticket counts once, when it was first solved. Left out: tickets that needed no answer.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    exchanges::numeric AS value, '' AS currency
FROM @solutions@ solutions
WHERE exchanges > 0
