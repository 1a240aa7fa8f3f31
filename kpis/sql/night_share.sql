-- Counted: replies that a person wrote and their marketplace accepted, at its time; of them those between eight in the
-- evening and eight in the morning on the clock of the figures' zone, or on a Saturday or Sunday.
-- Left out: automatic replies, and those typed on the marketplace's own site.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, '' AS part,
    (
        extract(hour FROM happened_at AT TIME ZONE %(zone)s) NOT BETWEEN 8 AND 19
        OR extract(isodow FROM happened_at AT TIME ZONE %(zone)s) > 5
    )::int::numeric AS value, '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND NOT automatic AND attempted_at IS NOT NULL
