-- Counted: waits of buyers that are open at the end of the period, or now if it is not over. Parts: how long the buyer
-- has been waiting then: less than 8 hours, 24 hours, 3 days, 7 days, or longer.
SELECT t.account_id, t.id AS ticket_id, w.moment - interval '1 microsecond' AS happened_at, t.channel,
    t.assignee_id AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level, t.kind,
    CASE
        WHEN w.moment - w.opened_at < interval '8 hours' THEN 'under_8h'
        WHEN w.moment - w.opened_at < interval '24 hours' THEN 'under_24h'
        WHEN w.moment - w.opened_at < interval '72 hours' THEN 'under_3d'
        WHEN w.moment - w.opened_at < interval '168 hours' THEN 'under_7d'
        ELSE 'longer'
    END AS part, 1::numeric AS value, '' AS currency
FROM (
        -- Of the moments, in their order, those after its beginning and up to its end.
        SELECT c.ticket_id, c.opened_at, (%(moments)s::timestamptz[])[n] AS moment
        FROM inbox_responsecycle c
            CROSS JOIN LATERAL generate_series(
                width_bucket(c.opened_at, %(moments)s::timestamptz[]) + 1,
                width_bucket(coalesce(c.ended_at, 'infinity'), %(moments)s::timestamptz[])
            ) n
        WHERE (c.ended_at IS NULL OR c.ended_at >= (%(moments)s::timestamptz[])[1])
            AND c.opened_at < (%(moments)s::timestamptz[])[cardinality(%(moments)s::timestamptz[])]
    ) w
    JOIN inbox_ticket t ON t.id = w.ticket_id
WHERE t.account_id = ANY(%(accounts)s)
