(
    SELECT c.account_id, c.ticket_id, m.moment - interval '1 microsecond' AS happened_at, t.channel,
        t.assignee_id AS agent_id, t.language, t.topic, coalesce(t.level, 1) AS level, t.kind, c.kind AS claim_kind,
        c.amount, c.currency
    FROM unnest(%(moments)s::timestamptz[]) m (moment)
        JOIN inbox_claim c ON c.opened_at < m.moment AND (c.ended_at IS NULL OR c.ended_at >= m.moment)
        JOIN inbox_ticket t ON t.id = c.ticket_id
    WHERE c.account_id = ANY(%(accounts)s)
)
