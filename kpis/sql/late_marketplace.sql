-- Counted: waits of a buyer that missed a deadline set by the marketplace, at the deadline. Parts: why, the first of
-- these that is so: Guichet saw the message after the deadline; a reply was refused by the marketplace before it; the
-- ticket had been handed over, forwarded or somebody was mentioned; the shop was closed all the time by its
-- calendar; nobody had the ticket; else somebody had it and did not answer.
SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, @cause@ AS part,
    1::numeric AS value, '' AS currency
FROM @waits_on_marketplace_clock@ w
WHERE NOT in_time
