(
    -- What joins the open claims and what leaves them. turn: 1 joins, -1 leaves.
    SELECT c.account_id, c.ticket_id, w.happened_at, t.channel, t.assignee_id AS agent_id, t.language, t.topic,
        coalesce(t.level, 1) AS level, t.kind, c.kind AS claim_kind, c.amount, c.currency, w.turn
    FROM (
            SELECT id, opened_at AS happened_at, 1 AS turn FROM inbox_claim
            WHERE opened_at >= %(since)s AND opened_at < %(until)s AND (ended_at IS NULL OR ended_at > opened_at)
            UNION ALL
            SELECT id, ended_at, -1 FROM inbox_claim
            WHERE ended_at >= %(since)s AND ended_at < %(until)s AND ended_at > opened_at
        ) w
        JOIN inbox_claim c ON c.id = w.id
        JOIN inbox_ticket t ON t.id = c.ticket_id
    WHERE w.happened_at <= %(now)s AND c.account_id = ANY(%(accounts)s)
)
