-- Counted: tickets that are conversations, when they began. Parts: the product they are about; empty = none is known.
-- Left out: claims, spam, and tickets that were merged into others.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    item_id AS part, 1::numeric AS value,
    '' AS currency
FROM @contacts@ contacts
