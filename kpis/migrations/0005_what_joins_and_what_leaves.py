from importlib import import_module

from django.db import migrations

# What is open at a moment is rolled up as what joins and what leaves (kpis/sql/changes), so a change marks the moments
# at which something does, not all the days between. A ticket that changes sides marks what it has on each of its days,
# as guichet_mark_turned_tickets does for its messages, solutions and claims.
MOMENTS = """SELECT DISTINCT t.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', 'wait'
        FROM {rows} c JOIN inbox_ticket t ON t.id = c.ticket_id, LATERAL (
            VALUES (c.opened_at), (c.opened_at + interval '8 hours'), (c.opened_at + interval '24 hours'), (c.due_at),
                (c.company_due_at), (c.ended_at), (c.marketplace_ended_at)) v (at)
        WHERE at IS NOT NULL"""
JOINING = """SELECT t.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', 'waiting'
        FROM {rows} c JOIN inbox_ticket t ON t.id = c.ticket_id, LATERAL (
            SELECT c.opened_at + age FROM unnest(ARRAY['0', '7:59:59.999999', '23:59:59.999999', '71:59:59.999999',
                '167:59:59.999999']::interval[]) age
            WHERE c.ended_at IS NULL OR c.ended_at > c.opened_at + age
            UNION SELECT c.ended_at WHERE c.ended_at IS NOT NULL) s (at)"""
CHANGED = """(
            SELECT come.* FROM come JOIN gone USING (id) WHERE {differ}
            UNION ALL SELECT gone.* FROM come JOIN gone USING (id) WHERE {differ})""".format(
    differ="""(come.ticket_id, come.opened_at, come.ended_at)
                IS DISTINCT FROM (gone.ticket_id, gone.opened_at, gone.ended_at)"""
)
OF_TURNED = "(SELECT * FROM inbox_responsecycle WHERE ticket_id = ANY (turned))"

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION guichet_mark_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT DISTINCT ticket_id FROM come);
        INSERT INTO kpis_mark (account_id, since, until, about)
        {MOMENTS.format(rows="come")}
        UNION
        {JOINING.format(rows="come")};
    ELSIF TG_OP = 'UPDATE' THEN
        touched := ARRAY(SELECT DISTINCT ticket_id FROM come);
        INSERT INTO kpis_mark (account_id, since, until, about)
        {MOMENTS.format(rows="(SELECT * FROM come UNION ALL SELECT * FROM gone)")}
        UNION
        {JOINING.format(rows=CHANGED)};
    ELSE
        touched := ARRAY(SELECT DISTINCT ticket_id FROM gone);
        INSERT INTO kpis_mark (account_id, since, until, about)
        {MOMENTS.format(rows="gone")}
        UNION
        {JOINING.format(rows="gone")};
    END IF;
    PERFORM guichet_mark_solutions(touched);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION guichet_mark_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT c.account_id, at, at, 'claim'
        FROM (SELECT * FROM come UNION ALL SELECT * FROM gone) c, LATERAL (VALUES (c.opened_at), (c.ended_at)) v (at)
        WHERE at IS NOT NULL;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT account_id, at, at, 'claim' FROM come c, LATERAL (VALUES (c.opened_at), (c.ended_at)) v (at)
        WHERE at IS NOT NULL;
    ELSE
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT account_id, at, at, 'claim' FROM gone c, LATERAL (VALUES (c.opened_at), (c.ended_at)) v (at)
        WHERE at IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

-- A ticket that changes sides (topic, level, language, person, shop) changes the days of all that happened on it.
CREATE OR REPLACE FUNCTION guichet_mark_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    turned bigint[];
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', about
        FROM come, LATERAL (VALUES (created_at, 'ticket'), (solved_at, 'solution')) v (at, about)
        WHERE at IS NOT NULL AND TG_OP = 'INSERT';
    END IF;
    IF TG_OP = 'DELETE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', about
        FROM gone, LATERAL (VALUES (created_at, 'ticket'), (solved_at, 'solution')) v (at, about)
        WHERE at IS NOT NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT come.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', about
        FROM come JOIN gone USING (id), LATERAL (
            VALUES (come.created_at, 'ticket', true), (gone.created_at, 'ticket', true),
                (come.solved_at, 'solution', come.solved_at IS DISTINCT FROM gone.solved_at),
                (gone.solved_at, 'solution', come.solved_at IS DISTINCT FROM gone.solved_at)) v (at, about, is_new)
        WHERE at IS NOT NULL AND is_new
            AND (come.created_at, come.solved_at, come.status IN ('spam', 'merged'), come.order_id)
            IS DISTINCT FROM (gone.created_at, gone.solved_at, gone.status IN ('spam', 'merged'), gone.order_id);
        turned := ARRAY(
            SELECT id FROM come JOIN gone USING (id)
            WHERE (come.account_id, come.channel, come.assignee_id, come.language, come.topic, coalesce(come.level, 1),
                come.kind, come.item_id)
            IS DISTINCT FROM (gone.account_id, gone.channel, gone.assignee_id, gone.language, gone.topic,
                coalesce(gone.level, 1), gone.kind, gone.item_id)
        );
        IF cardinality(turned) > 0 THEN
            INSERT INTO kpis_mark (account_id, since, until, about)
            SELECT t.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', about
            FROM inbox_ticket t, LATERAL (
                SELECT t.created_at, 'ticket'
                UNION SELECT f.written_at, 'feedback' FROM inbox_feedback f WHERE f.ticket_id = t.id) s (at, about)
            WHERE t.id = ANY (turned)
            UNION
            {MOMENTS.format(rows=OF_TURNED)}
            UNION
            {JOINING.format(rows=OF_TURNED)};
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""
BEFORE = import_module("kpis.migrations.0001_squashed_0005_figures").FUNCTIONS.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    """Those figures' rows are made anew by the worker, as whenever what a figure keeps has changed."""

    dependencies = [
        ("kpis", "0004_many_parts_in_one_row"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, BEFORE),
    ]
