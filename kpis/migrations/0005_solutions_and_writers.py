from django.db import migrations

# A solved ticket that is merged keeps the time at which it was solved, and is no solution any more.
STATUS = """
CREATE FUNCTION guichet_mark_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    turned bigint[];
BEGIN
    turned := ARRAY(
        SELECT id FROM come JOIN gone USING (id)
        WHERE (come.status = 'solved') <> (gone.status = 'solved') AND come.solved_at = gone.solved_at
    );
    IF cardinality(turned) > 0 THEN
        PERFORM guichet_mark_solutions(turned);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_status AFTER UPDATE ON inbox_ticket REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_status();
"""

# Whose answer it was stands in the cases of its wait, which may have been decided on another day.
WRITERS = """
CREATE FUNCTION guichet_mark_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kpis_mark (account_id, since, until, about)
    SELECT DISTINCT come.account_id, at, at, 'wait'
    FROM come JOIN gone USING (id) JOIN inbox_responsecycle c ON c.answered_by_id = come.id, LATERAL (
        VALUES (c.opened_at + interval '8 hours'), (c.opened_at + interval '24 hours'), (c.due_at),
            (c.company_due_at), (c.ended_at), (c.marketplace_ended_at)) v (at)
    WHERE come.user_id IS DISTINCT FROM gone.user_id AND at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_writers AFTER UPDATE ON inbox_message REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_writers();
"""


class Migration(migrations.Migration):
    dependencies = [("kpis", "0004_report_wished_at")]

    operations = [
        migrations.RunSQL(STATUS, "DROP FUNCTION guichet_mark_status() CASCADE;"),
        migrations.RunSQL(WRITERS, "DROP FUNCTION guichet_mark_writers() CASCADE;"),
    ]
