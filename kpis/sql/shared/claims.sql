(
    SELECT c.account_id, c.ticket_id, c.opened_at, c.ended_at, t.channel, t.assignee_id AS agent_id, t.language,
        t.topic, coalesce(t.level, 1) AS level, t.kind, c.kind AS claim_kind, c.reason, c.item_id, c.state, c.amount, c.currency,
        c.order_id, t.resolution
    FROM inbox_claim c JOIN inbox_ticket t ON t.id = c.ticket_id
    WHERE c.account_id = ANY(%(accounts)s)
)
