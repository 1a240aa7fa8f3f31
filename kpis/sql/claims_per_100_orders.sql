-- Counted: claims and disputes, when they were opened, on a hundred orders that were placed in the same time. Parts:
-- what is counted and what it is counted on. An order belongs to no person, language, topic, level or kind: such a
-- wish narrows the claims only. Left out: orders whose day is not known.
SELECT account_id, ticket_id, opened_at AS happened_at, channel, agent_id, language, topic, level, kind,
    'claim' AS part, 1::numeric AS value, '' AS currency
FROM @claims@ claims
WHERE opened_at >= %(since)s AND opened_at < %(until)s
UNION ALL
SELECT account_id, NULL, placed_at, channel, NULL, '', '', 1, '', 'order', 1::numeric, ''
FROM inbox_order
WHERE placed_at >= %(since)s AND placed_at < %(until)s AND account_id = ANY(%(accounts)s)
