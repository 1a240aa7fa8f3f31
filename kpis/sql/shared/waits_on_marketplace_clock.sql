(
    -- Waits that had a deadline of the marketplace, when that was decided: with their end, else at the deadline.
    SELECT t.account_id, t.id AS ticket_id, t.channel,
        least(coalesce(c.marketplace_ended_at, c.ended_at), c.due_at) AS happened_at, coalesce(m.user_id, t.assignee_id) AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level,
        t.kind, c.target, coalesce(c.marketplace_ended_at, c.ended_at) <= c.due_at IS TRUE AS in_time,
        c.opened_at, c.due_at, c.late_at_arrival, c.company_calendar_id
    FROM inbox_responsecycle c
        JOIN inbox_ticket t ON t.id = c.ticket_id
        LEFT JOIN inbox_message m ON m.id = c.answered_by_id
    WHERE c.due_at IS NOT NULL AND c.end_reason NOT IN ('merged', 'spam')
        AND least(coalesce(c.marketplace_ended_at, c.ended_at), c.due_at) >= %(since)s
        AND least(coalesce(c.marketplace_ended_at, c.ended_at), c.due_at) < %(until)s
        AND least(coalesce(c.marketplace_ended_at, c.ended_at), c.due_at) <= %(now)s
        AND t.account_id = ANY(%(accounts)s)
)
