-- Counted: messages of buyers, at the marketplace's time. Parts: the hour of the week on the clock of the figures'
-- zone, 0 = Monday from midnight to one. Left out: automatic mails and spam.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    ((extract(isodow FROM happened_at AT TIME ZONE %(zone)s) - 1) * 24
        + extract(hour FROM happened_at AT TIME ZONE %(zone)s))::int::text AS part, 1::numeric AS value, '' AS currency
FROM @messages@ messages
WHERE direction = 'in' AND NOT automatic
