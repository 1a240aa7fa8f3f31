(
    -- The first time that a ticket was solved and nobody of the shop took it back; of one that came in solved with an
    -- import, when it was. exchanges: waits of its buyer that had been answered by then. reopened: he came back later.
    SELECT t.account_id, t.id AS ticket_id, s.solved_at AS happened_at, t.channel, t.assignee_id AS agent_id,
        t.language, t.topic, coalesce(t.level, 1) AS level, t.kind, e.exchanges, e.asked_at,
        EXISTS (
            SELECT 1 FROM inbox_ticketevent r
            WHERE r.ticket_id = t.id AND r.kind = 'reopened' AND r.at >= s.solved_at
        ) AS reopened
    FROM inbox_ticket t
        CROSS JOIN LATERAL (
            SELECT coalesce(
                (
                    SELECT min(b.at) FROM inbox_ticketevent b
                    WHERE b.ticket_id = t.id AND b.kind = 'solved' AND NOT coalesce(
                        (
                            SELECT x.kind = 'answer_needed' OR (x.kind = 'status' AND x.before ->> 'value' = 'solved')
                            FROM inbox_ticketevent x
                            WHERE x.ticket_id = b.ticket_id AND (x.at, x.id) > (b.at, b.id)
                                AND x.kind IN ('solved', 'status', 'answer_needed', 'reopened')
                            ORDER BY x.at, x.id LIMIT 1
                        ), false)
                ),
                CASE WHEN t.status = 'solved' THEN t.solved_at END
            ) AS solved_at
        ) s
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE c.answered_at <= s.solved_at) AS exchanges, min(c.opened_at) AS asked_at
            FROM inbox_responsecycle c WHERE c.ticket_id = t.id
        ) e
    WHERE t.id IN (
            SELECT ticket_id FROM inbox_ticketevent
            WHERE kind = 'solved' AND at >= %(since)s AND at < %(until)s
            UNION
            SELECT id FROM inbox_ticket
            WHERE status = 'solved' AND solved_at >= %(since)s AND solved_at < %(until)s
        )
        AND s.solved_at >= %(since)s AND s.solved_at < %(until)s AND t.account_id = ANY(%(accounts)s)
)
