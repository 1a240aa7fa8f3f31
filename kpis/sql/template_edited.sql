-- Counted: replies that a person made from a reply template and their marketplace accepted, at its time; of them those
-- whose words were changed before they were sent. Left out: automatic replies and spam.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    (template_edited IS TRUE)::int::numeric AS value, '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND NOT automatic AND template_version_id IS NOT NULL
