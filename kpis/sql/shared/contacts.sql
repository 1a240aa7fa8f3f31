(
    -- Conversations that buyers began, when they began. Those merged into others are counted there.
    SELECT id AS ticket_id, account_id, created_at AS happened_at, channel, assignee_id AS agent_id, language, topic,
        coalesce(level, 1) AS level, kind, item_id
    FROM inbox_ticket
    WHERE created_at >= %(since)s AND created_at < %(until)s AND account_id = ANY(%(accounts)s) AND kind = 'message'
        AND status NOT IN ('spam', 'merged')
)
