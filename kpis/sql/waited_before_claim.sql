-- Counted: claims before which the buyer had written, in the same ticket or in another about the same order, when
-- they were opened. How long he had been waiting for an answer then, from his oldest unanswered message; nothing if
-- he had been answered; in seconds. Parts: whether he was waiting or had been answered. Left out: claims without a
-- word before.
SELECT account_id, ticket_id, opened_at AS happened_at, channel, agent_id, language, topic, level, kind,
    CASE WHEN waiting_since IS NULL THEN 'answered' ELSE 'waiting' END AS part,
    coalesce(extract(epoch FROM opened_at - waiting_since), 0) AS value, '' AS currency
FROM @claims@ claims
    CROSS JOIN LATERAL (
        SELECT min(w.opened_at) AS first_at,
            min(w.opened_at) FILTER (WHERE w.ended_at IS NULL OR w.ended_at > claims.opened_at) AS waiting_since
        FROM inbox_responsecycle w
        WHERE w.opened_at < claims.opened_at AND w.ticket_id IN (
            SELECT claims.ticket_id
            UNION
            SELECT o.id FROM inbox_ticket o
            WHERE o.account_id = claims.account_id AND o.order_id = claims.order_id AND o.order_id <> ''
        )
    ) before
WHERE opened_at >= %(since)s AND opened_at < %(until)s AND first_at IS NOT NULL
