-- Counted: messages of buyers, and replies that their marketplace accepted, automatic ones and those typed on its own
-- site included, at the marketplace's time. Parts: in and out. Left out: notes, entries of the marketplace, spam.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    direction AS part, 1::numeric AS value,
    '' AS currency
FROM @messages@ messages
