from django.db import migrations

# Solutions of tickets whose waits or log changed, and the claims before which somebody had written there.
SOLUTIONS = """
CREATE OR REPLACE FUNCTION guichet_mark_solutions(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO kpis_mark (account_id, since, until, about)
    SELECT DISTINCT t.account_id, date_trunc('hour', s.at), date_trunc('hour', s.at) + interval '59 minutes', s.about
    FROM inbox_ticket t, LATERAL (
        SELECT t.solved_at AS at, 'solution' AS about WHERE t.solved_at IS NOT NULL
        UNION SELECT e.at, 'solution' FROM inbox_ticketevent e WHERE e.ticket_id = t.id AND e.kind = 'solved'
        UNION SELECT c.opened_at, 'claim' FROM inbox_claim c WHERE c.ticket_id = t.id
        UNION SELECT c.opened_at, 'claim' FROM inbox_ticket o JOIN inbox_claim c ON c.ticket_id = o.id
            WHERE t.order_id <> '' AND o.order_id = t.order_id AND o.account_id = t.account_id
        UNION SELECT c.opened_at, 'claim' FROM inbox_claim c
            WHERE t.order_id <> '' AND c.order_id = t.order_id AND c.account_id = t.account_id) s
    WHERE t.id = ANY (ids);
$$;
CREATE INDEX figures_claims_of_order ON inbox_claim (order_id) WHERE order_id <> '';
"""
NO_INDEX = "DROP INDEX figures_claims_of_order;"

ANSWERS = """
CREATE FUNCTION guichet_mark_survey_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, answered_at, answered_at, 'survey' FROM come WHERE account_id IS NOT NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, answered_at, answered_at, 'survey' FROM gone WHERE account_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_new AFTER INSERT ON inbox_surveyanswer REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_survey_answers();
CREATE TRIGGER figures_mark_changed AFTER UPDATE ON inbox_surveyanswer REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_survey_answers();
CREATE TRIGGER figures_mark_deleted AFTER DELETE ON inbox_surveyanswer REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_survey_answers();
"""
NO_ANSWERS = "DROP FUNCTION guichet_mark_survey_answers() CASCADE;"

# A reply that is refused later than its wait was decided is still why the wait was late.
REFUSALS = """
CREATE FUNCTION guichet_mark_refusals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kpis_mark (account_id, since, until, about)
    SELECT DISTINCT come.account_id, at, at, 'wait'
    FROM come JOIN gone USING (id) JOIN inbox_responsecycle c ON c.ticket_id = come.ticket_id,
        LATERAL (VALUES (c.due_at), (c.company_due_at)) v (at)
    WHERE (come.delivery = 'refused') <> (gone.delivery = 'refused') AND come.written_at BETWEEN c.opened_at AND at;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_refused AFTER UPDATE ON inbox_message REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_refusals();
"""
NO_REFUSALS = "DROP FUNCTION guichet_mark_refusals() CASCADE;"

# What else of a ticket stands in its cases: whether it is spam, its order, what the buyer got.
TURNED = """
CREATE FUNCTION guichet_mark_turned_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    turned bigint[];
BEGIN
    turned := ARRAY(
        SELECT id FROM come JOIN gone USING (id)
        WHERE (come.status = 'spam', come.order_id, come.resolution, come.account_id, come.channel, come.assignee_id,
            come.language, come.topic, coalesce(come.level, 1), come.kind)
        IS DISTINCT FROM (gone.status = 'spam', gone.order_id, gone.resolution, gone.account_id, gone.channel,
            gone.assignee_id, gone.language, gone.topic, coalesce(gone.level, 1), gone.kind)
    );
    IF cardinality(turned) > 0 THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT t.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', about
        FROM inbox_ticket t, LATERAL (
            SELECT coalesce(m.accepted_at, m.written_at), 'message' FROM inbox_message m WHERE m.ticket_id = t.id
            UNION SELECT unnest(ARRAY[c.opened_at, c.ended_at]), 'claim' FROM inbox_claim c WHERE c.ticket_id = t.id
            UNION SELECT s.answered_at, 'survey' FROM inbox_surveyanswer s WHERE s.ticket_id = t.id) s (at, about)
        WHERE t.id = ANY (turned) AND at IS NOT NULL;
        PERFORM guichet_mark_solutions(turned);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_turned AFTER UPDATE ON inbox_ticket REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_turned_tickets();
"""
NO_TURNED = "DROP FUNCTION guichet_mark_turned_tickets() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("kpis", "0001_rollup"), ("inbox", "0041_surveys_and_ratings")]

    operations = [
        migrations.RunSQL(SOLUTIONS, NO_INDEX),
        migrations.RunSQL(ANSWERS, NO_ANSWERS),
        migrations.RunSQL(REFUSALS, NO_REFUSALS),
        migrations.RunSQL(TURNED, NO_TURNED),
    ]
