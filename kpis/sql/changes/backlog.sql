-- What joins those who wait and what leaves them, each at its moment: a wait joins when it opens, goes on to the next
-- part at its age, and leaves at its end. turn: 1 joins, -1 leaves; they add up to what backlog.sql finds at a moment,
-- which looks just before it: so who has been waiting for 8 hours then is in the second part.
SELECT t.account_id, t.id AS ticket_id, w.happened_at, t.channel, t.assignee_id AS agent_id, t.language, t.topic,
    coalesce(t.level, 1) AS level, t.kind, w.part, 1::numeric AS value, '' AS currency, w.turn
FROM (
        SELECT c.ticket_id, c.opened_at AS happened_at, 'under_8h' AS part, 1 AS turn
        FROM inbox_responsecycle c
        WHERE c.opened_at >= %(since)s AND c.opened_at < %(until)s
            AND (c.ended_at IS NULL OR c.ended_at > c.opened_at)
        UNION ALL
        SELECT c.ticket_id, c.opened_at + interval '7:59:59.999999', older.part, older.turn
        FROM inbox_responsecycle c CROSS JOIN (VALUES ('under_8h', -1), ('under_24h', 1)) older (part, turn)
        WHERE c.opened_at >= %(since)s - interval '7:59:59.999999' AND c.opened_at < %(until)s - interval '7:59:59.999999'
            AND (c.ended_at IS NULL OR c.ended_at > c.opened_at + interval '7:59:59.999999')
        UNION ALL
        SELECT c.ticket_id, c.opened_at + interval '23:59:59.999999', older.part, older.turn
        FROM inbox_responsecycle c CROSS JOIN (VALUES ('under_24h', -1), ('under_3d', 1)) older (part, turn)
        WHERE c.opened_at >= %(since)s - interval '23:59:59.999999' AND c.opened_at < %(until)s - interval '23:59:59.999999'
            AND (c.ended_at IS NULL OR c.ended_at > c.opened_at + interval '23:59:59.999999')
        UNION ALL
        SELECT c.ticket_id, c.opened_at + interval '71:59:59.999999', older.part, older.turn
        FROM inbox_responsecycle c CROSS JOIN (VALUES ('under_3d', -1), ('under_7d', 1)) older (part, turn)
        WHERE c.opened_at >= %(since)s - interval '71:59:59.999999' AND c.opened_at < %(until)s - interval '71:59:59.999999'
            AND (c.ended_at IS NULL OR c.ended_at > c.opened_at + interval '71:59:59.999999')
        UNION ALL
        SELECT c.ticket_id, c.opened_at + interval '167:59:59.999999', older.part, older.turn
        FROM inbox_responsecycle c CROSS JOIN (VALUES ('under_7d', -1), ('longer', 1)) older (part, turn)
        WHERE c.opened_at >= %(since)s - interval '167:59:59.999999' AND c.opened_at < %(until)s - interval '167:59:59.999999'
            AND (c.ended_at IS NULL OR c.ended_at > c.opened_at + interval '167:59:59.999999')
        UNION ALL
        SELECT c.ticket_id, c.ended_at,
            CASE
                WHEN c.ended_at - c.opened_at < interval '8 hours' THEN 'under_8h'
                WHEN c.ended_at - c.opened_at < interval '24 hours' THEN 'under_24h'
                WHEN c.ended_at - c.opened_at < interval '72 hours' THEN 'under_3d'
                WHEN c.ended_at - c.opened_at < interval '168 hours' THEN 'under_7d'
                ELSE 'longer'
            END, -1
        FROM inbox_responsecycle c
        WHERE c.ended_at >= %(since)s AND c.ended_at < %(until)s AND c.ended_at > c.opened_at
    ) w
    JOIN inbox_ticket t ON t.id = w.ticket_id
WHERE w.happened_at <= %(now)s AND t.account_id = ANY(%(accounts)s)
