(
    -- What buyers wrote and what reached them: at the marketplace's time.
    SELECT m.account_id, m.ticket_id, coalesce(m.accepted_at, m.written_at) AS happened_at, t.channel,
        CASE WHEN m.direction = 'out' THEN m.user_id ELSE t.assignee_id END AS agent_id, t.language, t.topic,
        coalesce(t.level, 1) AS level, t.kind, m.direction, m.automatic, m.attempted_at, m.template_version_id,
        m.template_edited
    FROM inbox_message m JOIN inbox_ticket t ON t.id = m.ticket_id
    WHERE coalesce(m.accepted_at, m.written_at) >= %(since)s AND coalesce(m.accepted_at, m.written_at) < %(until)s
        AND m.account_id = ANY(%(accounts)s) AND m.direction IN ('in', 'out')
        AND (m.direction = 'in' OR m.delivery = 'accepted') AND t.status <> 'spam'
)
