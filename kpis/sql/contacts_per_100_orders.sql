-- Counted: tickets that are conversations, when they began, on a hundred orders that were placed in the same time.
-- Parts: what is counted and what it is counted on. An order belongs to no person, language, topic, level or kind:
-- such a wish narrows the conversations only. Left out: claims, spam, merged tickets, and orders whose day is not
-- known.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    'contact' AS part, 1::numeric AS value,
    '' AS currency
FROM @contacts@ contacts
UNION ALL
SELECT account_id, NULL, placed_at, channel, NULL, '', '', 1, '', 'order', 1::numeric, ''
FROM inbox_order
WHERE placed_at >= %(since)s AND placed_at < %(until)s AND account_id = ANY(%(accounts)s)
