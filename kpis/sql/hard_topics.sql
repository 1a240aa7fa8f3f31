-- Counted: replies that a person wrote and their marketplace accepted, at its time; of them those on tickets of level
-- 2. Left out: automatic replies, and those typed on the marketplace's own site.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    '' AS part, (level = 2)::int::numeric AS value,
    '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND NOT automatic AND attempted_at IS NOT NULL
