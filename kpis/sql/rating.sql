-- Counted: the ratings of buyers from 1 to 5, when they were given. Parts: where they are from: public feedback at the
-- marketplace, our own survey, or a file of ratings. The person is whose ticket it was.
-- Left out: opinions without a figure, and ratings of files that belong to no account.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind,
    source AS part, rating::numeric AS value,
    '' AS currency
FROM @opinions@ opinions
