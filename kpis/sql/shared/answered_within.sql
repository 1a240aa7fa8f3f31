SELECT t.account_id, t.id AS ticket_id, w.decided_at AS happened_at, t.channel,
    coalesce(m.user_id, t.assignee_id) AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level, t.kind,
    c.target AS part, (c.answered_at <= c.opened_at + w.allowed IS TRUE)::int::numeric AS value, '' AS currency
FROM inbox_responsecycle c
    JOIN inbox_ticket t ON t.id = c.ticket_id
    LEFT JOIN inbox_message m ON m.id = c.answered_by_id
    CROSS JOIN LATERAL (
        SELECT length AS allowed, least(c.ended_at, c.opened_at + length) AS decided_at
        FROM (VALUES (interval '8 hours'), (interval '24 hours')) lengths (length)
    ) w
