-- Counted: replies that a person wrote and their marketplace accepted, also on its own site, at its time. The person
-- is who sent it here; nobody for what was typed on the marketplace's site. Left out: automatic replies, spam.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    '' AS part, 1::numeric AS value,
    '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND NOT automatic
