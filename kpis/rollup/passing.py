"""What only the clock brings: deadlines that pass unanswered, waits that get older, months that end.

And what a marketplace told whose clock is ahead of ours: it counts when our clock has come there.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from kpis.figures.catalogue import FIGURES
from kpis.figures.question import day_of
from kpis.models import RollupClock
from kpis.rollup.looks import kept_looks
from kpis.rollup.rows import roll_up_months

_PASSED = """
INSERT INTO kpis_mark (account_id, since, until, about)
SELECT DISTINCT t.account_id, date_trunc('hour', passed.at), date_trunc('hour', passed.at) + interval '59 minutes',
    passed.about
FROM (
    SELECT ticket_id, opened_at + interval '8 hours' AS at, 'wait' AS about FROM inbox_responsecycle
    WHERE opened_at > %(since)s - interval '8 hours' AND opened_at <= %(until)s - interval '8 hours'
        AND ended_at IS NULL
    UNION ALL
    SELECT ticket_id, opened_at + interval '24 hours', 'wait' FROM inbox_responsecycle
    WHERE opened_at > %(since)s - interval '24 hours' AND opened_at <= %(until)s - interval '24 hours'
        AND ended_at IS NULL
    UNION ALL
    SELECT ticket_id, least(marketplace_ended_at, due_at), 'wait' FROM inbox_responsecycle
    WHERE least(coalesce(marketplace_ended_at, ended_at), due_at) > %(since)s
        AND least(coalesce(marketplace_ended_at, ended_at), due_at) <= %(until)s
        AND due_at IS NOT NULL AND ended_at IS NULL
    UNION ALL
    SELECT ticket_id, company_due_at, 'wait' FROM inbox_responsecycle
    WHERE least(ended_at, company_due_at) > %(since)s AND least(ended_at, company_due_at) <= %(until)s
        AND company_due_at IS NOT NULL AND ended_at IS NULL
    UNION ALL
    SELECT ticket_id, opened_at + age, 'waiting'
    FROM unnest('{0,7:59:59.999999,23:59:59.999999,71:59:59.999999,167:59:59.999999}'::interval[]) age
        JOIN inbox_responsecycle ON opened_at > %(since)s - age AND opened_at <= %(until)s - age
    WHERE ended_at IS NULL OR ended_at > opened_at + age
    UNION ALL
    SELECT ticket_id, ended_at, about FROM inbox_responsecycle CROSS JOIN unnest('{wait,waiting}'::text[]) about
    WHERE ended_at > %(since)s AND ended_at <= %(until)s
    UNION ALL
    SELECT ticket_id, opened_at, 'claim' FROM inbox_claim
    WHERE opened_at > %(since)s AND opened_at <= %(until)s
    UNION ALL
    SELECT ticket_id, ended_at, 'claim' FROM inbox_claim
    WHERE ended_at > %(since)s AND ended_at <= %(until)s
) passed
    JOIN inbox_ticket t ON t.id = passed.ticket_id
"""
"""Each part by the index of the moment that decides: looking costs what has passed, not what waits."""


def follow_time(now: datetime) -> None:
    """Mark what the passing of time since the last look has decided; nothing if somebody is at work by the clock."""
    first = day_of(now, settings.SHOP_ZONE).replace(day=1)
    RollupClock.objects.get_or_create(id=1, defaults={"looked_at": now, "months_until": first})
    with transaction.atomic():
        clock = RollupClock.objects.select_for_update(skip_locked=True).first()
        if clock is None or clock.looked_at >= now:
            return
        with connection.cursor() as cursor:
            cursor.execute(_PASSED, {"since": clock.looked_at, "until": now})
        if clock.months_until < first:
            asked = {look for looks in kept_looks().values() for look in looks.values()}
            looks = {look for figure in FIGURES for look in figure.looks} | asked
            roll_up_months(FIGURES, None, (clock.months_until, first), looks=sorted(looks))
            clock.months_until = first
        clock.looked_at = now
        clock.save()
