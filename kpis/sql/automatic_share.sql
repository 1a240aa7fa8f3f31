-- Counted: replies that their marketplace accepted, at its time; of them those that no person wrote.
-- Left out: replies typed on the marketplace's own site, of which nobody here knows, and spam.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    automatic::int::numeric AS value, '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND attempted_at IS NOT NULL
