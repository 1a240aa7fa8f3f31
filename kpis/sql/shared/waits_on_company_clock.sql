(
    -- Waits that had a deadline of the shop's own, when that was decided: with their end, else at the deadline.
    SELECT t.account_id, t.id AS ticket_id, least(c.ended_at, c.company_due_at) AS happened_at,
        t.channel, coalesce(m.user_id, t.assignee_id) AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level,
        t.kind, c.target, c.ended_at <= c.company_due_at IS TRUE AS in_time,
        c.opened_at, c.company_due_at AS due_at, o.fetched_at > c.company_due_at IS TRUE AS late_at_arrival,
        c.company_calendar_id
    FROM inbox_responsecycle c
        JOIN inbox_ticket t ON t.id = c.ticket_id
        LEFT JOIN inbox_message m ON m.id = c.answered_by_id
        LEFT JOIN inbox_message o ON o.id = c.opened_by_id
    WHERE c.company_due_at IS NOT NULL AND c.end_reason NOT IN ('merged', 'spam')
        AND least(c.ended_at, c.company_due_at) >= %(since)s AND least(c.ended_at, c.company_due_at) < %(until)s
        AND least(c.ended_at, c.company_due_at) <= %(now)s AND t.account_id = ANY(%(accounts)s)
)
