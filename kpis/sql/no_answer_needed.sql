-- Counted: waits of a buyer that are over, at their end; of them those that ended without an answer, because a person
-- said that none was needed or the buyer only said thank you. Left out: merged tickets, spam, claims that ended.
SELECT t.account_id, t.id AS ticket_id, c.ended_at AS happened_at, t.channel,
    coalesce(m.user_id, t.assignee_id) AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level, t.kind,
    '' AS part, (c.end_reason IN ('no_answer_needed', 'thanks'))::int::numeric AS value, '' AS currency
FROM inbox_responsecycle c
    JOIN inbox_ticket t ON t.id = c.ticket_id
    LEFT JOIN inbox_message m ON m.id = c.answered_by_id
WHERE c.ended_at >= %(since)s AND c.ended_at < %(until)s AND c.end_reason NOT IN ('merged', 'spam', 'claim_ended')
    AND t.account_id = ANY(%(accounts)s)
