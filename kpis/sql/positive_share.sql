-- Counted: opinions of buyers with a rating, when they were given; of them those of 4 or 5. Parts: where they are from:
-- public feedback at the marketplace, our own survey, or a file of ratings. The person is whose ticket it was.
-- Left out: opinions without a figure, and ratings of files that belong to no account.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, source AS part,
    (rating >= 4)::int::numeric AS value, '' AS currency
FROM @opinions@ opinions
