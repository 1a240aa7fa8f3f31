(
    -- What buyers said: in public at the marketplace, or asked by the shop, or in a file of ratings. Only with a
    -- figure.
    SELECT o.account_id, o.ticket_id, o.happened_at, coalesce(t.channel, '') AS channel, t.assignee_id AS agent_id,
        coalesce(t.language, '') AS language, coalesce(t.topic, '') AS topic, coalesce(t.level, 1) AS level,
        coalesce(t.kind, '') AS kind, o.source, o.rating
    FROM (
            SELECT account_id, ticket_id, written_at AS happened_at, 'feedback' AS source, rating FROM inbox_feedback
            UNION ALL
            SELECT account_id, ticket_id, answered_at, source, rating FROM inbox_surveyanswer
        ) o
        LEFT JOIN inbox_ticket t ON t.id = o.ticket_id
    WHERE o.happened_at >= %(since)s AND o.happened_at < %(until)s AND o.account_id = ANY(%(accounts)s)
        AND o.rating IS NOT NULL
)
