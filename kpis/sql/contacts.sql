-- Counted: tickets that are conversations, when they began. Left out: claims, spam, and tickets that were merged into
-- others.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    '' AS part, 1::numeric AS value,
    '' AS currency
FROM @contacts@ contacts
