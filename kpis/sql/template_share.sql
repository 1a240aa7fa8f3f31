-- Counted: replies that a person sent from here and their marketplace accepted, at its time; of them those made from a
-- reply template. Left out: automatic replies, those typed on the marketplace's own site, and spam.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    (template_version_id IS NOT NULL)::int::numeric AS value, '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND NOT automatic AND attempted_at IS NOT NULL
