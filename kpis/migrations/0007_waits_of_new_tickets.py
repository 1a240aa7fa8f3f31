from importlib import import_module

from django.db import migrations

# What arrives writes the waits of a new conversation before its ticket, in one transaction: the triggers of waits find
# no account to mark then, so the ticket marks for them once it is there.
_KNOWN = import_module("kpis.migrations.0005_what_joins_and_what_leaves")
_ROWS = "(SELECT c.* FROM inbox_responsecycle c JOIN come ON come.id = c.ticket_id)"
WAITS = f"""
CREATE FUNCTION guichet_mark_waits_of_new_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    waited bigint[];
BEGIN
    waited := ARRAY(SELECT DISTINCT c.ticket_id FROM inbox_responsecycle c JOIN come ON come.id = c.ticket_id);
    IF cardinality(waited) > 0 THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        {_KNOWN.MOMENTS.format(rows=_ROWS)}
        UNION
        {_KNOWN.JOINING.format(rows=_ROWS)};
        PERFORM guichet_mark_solutions(waited);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_waits_of_new AFTER INSERT ON inbox_ticket REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_waits_of_new_tickets();
"""

# So figures of waits may lack some: without their progress the next tick counts them anew, as it does new figures.
COUNT_ANEW = """
DELETE FROM kpis_figureprogress WHERE figure IN (
    'response_time', 'response_time_company', 'answered_within_8h', 'answered_within_24h', 'no_answer_needed',
    'in_time_marketplace', 'in_time_company', 'late_marketplace', 'late_company', 'solved_at_first_contact',
    'exchanges_per_ticket', 'reopened_share', 'time_to_solve', 'backlog'
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0006_looks_asked_for"),
    ]

    operations = [
        migrations.RunSQL(WAITS, "DROP FUNCTION guichet_mark_waits_of_new_tickets() CASCADE"),
        migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop),
    ]
