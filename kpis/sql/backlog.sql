-- Counted: waits of buyers that are open at the end of the period, or now if it is not over. Parts: how long the buyer
-- has been waiting then: less than 8 hours, 24 hours, 3 days, 7 days, or longer.
SELECT t.account_id, t.id AS ticket_id, m.moment - interval '1 microsecond' AS happened_at, t.channel,
    t.assignee_id AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level, t.kind,
    CASE
        WHEN m.moment - c.opened_at < interval '8 hours' THEN 'under_8h'
        WHEN m.moment - c.opened_at < interval '24 hours' THEN 'under_24h'
        WHEN m.moment - c.opened_at < interval '72 hours' THEN 'under_3d'
        WHEN m.moment - c.opened_at < interval '168 hours' THEN 'under_7d'
        ELSE 'longer'
    END AS part, 1::numeric AS value, '' AS currency
FROM unnest(%(moments)s::timestamptz[]) m (moment)
    JOIN inbox_responsecycle c ON c.opened_at < m.moment AND (c.ended_at IS NULL OR c.ended_at >= m.moment)
    JOIN inbox_ticket t ON t.id = c.ticket_id
WHERE t.account_id = ANY(%(accounts)s)
