(
    SELECT c.account_id, c.ticket_id, m.moment - interval '1 microsecond' AS happened_at, t.channel,
        t.assignee_id AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level, t.kind, c.kind AS claim_kind,
        c.amount, c.currency
    FROM inbox_claim c
        JOIN inbox_ticket t ON t.id = c.ticket_id
        -- Of the moments, in their order, those after its beginning and up to its end.
        CROSS JOIN LATERAL generate_series(
            width_bucket(c.opened_at, %(moments)s::timestamptz[]) + 1,
            width_bucket(coalesce(c.ended_at, 'infinity'), %(moments)s::timestamptz[])
        ) n
        CROSS JOIN LATERAL (SELECT (%(moments)s::timestamptz[])[n] AS moment) m
    WHERE c.account_id = ANY(%(accounts)s)
        AND (c.ended_at IS NULL OR c.ended_at >= (%(moments)s::timestamptz[])[1])
)
