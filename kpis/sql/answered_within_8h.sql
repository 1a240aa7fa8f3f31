-- Counted: waits of a buyer, and of them those that were answered within 8 hours by the wall clock: after that buyers
-- lose patience. Moment, parts and what is left out are those of answered_within_24h.
@answered_within@
WHERE c.opened_at >= %(since)s - interval '8 hours' AND c.opened_at < %(until)s AND w.allowed = interval '8 hours'
    AND w.decided_at >= %(since)s AND w.decided_at < %(until)s AND w.decided_at <= %(now)s
    AND (c.ended_at IS NULL OR c.answered_at IS NOT NULL OR c.ended_at > c.opened_at + w.allowed)
    AND t.account_id = ANY(%(accounts)s)
