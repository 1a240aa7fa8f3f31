CASE
    WHEN w.late_at_arrival THEN 'arrived_late'
    WHEN EXISTS (
        SELECT 1 FROM inbox_message r
        WHERE r.ticket_id = w.ticket_id AND r.direction = 'out' AND r.delivery = 'refused'
            AND r.written_at >= w.opened_at AND r.written_at <= w.due_at
    ) THEN 'refused'
    WHEN EXISTS (
        SELECT 1 FROM inbox_ticketevent e
        WHERE e.ticket_id = w.ticket_id AND e.kind IN ('handed_over', 'forwarded', 'mentioned')
            AND e.at >= w.opened_at AND e.at <= w.due_at
    ) THEN 'colleague'
    WHEN w.company_calendar_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM kpis_openstretch o
        WHERE o.version_id = w.company_calendar_id AND o.opens_at < w.due_at AND o.closes_at > w.opened_at
            AND o.opens_at > w.opened_at - interval '3 days'
    ) THEN 'out_of_hours'
    WHEN coalesce(
        (
            SELECT e.after ->> 'value' IS NULL FROM inbox_ticketevent e
            WHERE e.ticket_id = w.ticket_id AND e.kind = 'assigned' AND e.at <= w.due_at
            ORDER BY e.at DESC, e.id DESC LIMIT 1
        ),
        NOT EXISTS (SELECT 1 FROM inbox_ticket t WHERE t.id = w.ticket_id AND t.assignee_id IS NOT NULL)
            OR EXISTS (SELECT 1 FROM inbox_ticketevent e WHERE e.ticket_id = w.ticket_id AND e.kind = 'assigned')
    ) THEN 'unassigned'
    ELSE 'not_answered'
END
