-- Counted: waits of a buyer that somebody of the shop answered, and for which the shop has set itself a deadline.
-- From when the buyer wrote the oldest unanswered message to the answer, in the open hours of the calendar that the
-- deadline goes by, public holidays and closed days taken out; around the clock without a calendar; in seconds.
-- A wait counts at the moment of its answer. Parts: the first answer to this buyer on the ticket, or a next one.
-- Left out: waits without such a deadline, and what response_time leaves out.
SELECT t.account_id, t.id AS ticket_id, c.answered_at AS happened_at, t.channel, m.user_id AS agent_id, t.language,
    t.topic, coalesce(t.level, 1) AS level, t.kind, c.target AS part,
    CASE
        WHEN c.company_calendar_id IS NULL THEN extract(epoch FROM c.answered_at - c.opened_at)
        ELSE coalesce(
            (
                SELECT sum(extract(epoch FROM least(o.closes_at, c.answered_at) - greatest(o.opens_at, c.opened_at)))
                FROM kpis_openstretch o
                WHERE o.version_id = c.company_calendar_id AND o.opens_at < c.answered_at
                    AND o.closes_at > c.opened_at AND o.opens_at > c.opened_at - interval '3 days'
            ), 0)
    END AS value, '' AS currency
FROM inbox_responsecycle c
    JOIN inbox_ticket t ON t.id = c.ticket_id
    LEFT JOIN inbox_message m ON m.id = c.answered_by_id
WHERE c.answered_at >= %(since)s AND c.answered_at < %(until)s AND c.company_due_at IS NOT NULL
    AND t.account_id = ANY(%(accounts)s)
