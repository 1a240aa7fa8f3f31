-- Counted: hours in which a person wrote at least one reply that a marketplace accepted: one for each person, account
-- and hour, at the first of these replies. Parts: the hour of the week on the clock of the figures' zone, 0 = Monday
-- from midnight to one. Left out: automatic replies, and those typed on the marketplace's own site.
SELECT account_id, min(ticket_id) AS ticket_id, min(happened_at) AS happened_at, '' AS channel, agent_id,
    '' AS language, '' AS topic, 1 AS level, '' AS kind,
    ((extract(isodow FROM min(happened_at) AT TIME ZONE %(zone)s) - 1) * 24
        + extract(hour FROM min(happened_at) AT TIME ZONE %(zone)s))::int::text AS part, 1::numeric AS value,
    '' AS currency
FROM @messages@ messages
WHERE direction = 'out' AND NOT automatic AND attempted_at IS NOT NULL AND agent_id IS NOT NULL
GROUP BY account_id, agent_id, date_trunc('hour', messages.happened_at AT TIME ZONE %(zone)s),
    messages.happened_at AT TIME ZONE %(zone)s - messages.happened_at AT TIME ZONE 'UTC'
