-- Counted: waits of a buyer, and of them those that were answered within 24 hours by the wall clock.
-- A wait counts at the moment that decides it: its answer, or 24 hours after the buyer wrote, whichever came first; so
-- what nobody has answered counts as late, and no day changes once it is over. Parts: first or next answer.
-- Left out: waits that ended within the 24 hours without an answer (thank-you, no answer needed, solved, merged, spam).
@answered_within@
WHERE c.opened_at >= %(since)s - interval '24 hours' AND c.opened_at < %(until)s AND w.allowed = interval '24 hours'
    AND w.decided_at >= %(since)s AND w.decided_at < %(until)s AND w.decided_at <= %(now)s
    AND (c.ended_at IS NULL OR c.answered_at IS NOT NULL OR c.ended_at > c.opened_at + w.allowed)
    AND t.account_id = ANY(%(accounts)s)
