import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inbox.at_once import AtOnce

# Whatever figures read marks the hours that it is about, in the transaction in which it changes (kpis/rollup/marks.py).
# Hours, so that a batch leaves few marks; until its last minute, since in some zones a day begins within an hour.
MOMENTS = """INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT t.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', 'wait'
        FROM {rows} c JOIN inbox_ticket t ON t.id = c.ticket_id, LATERAL (
            VALUES (c.opened_at), (c.opened_at + interval '8 hours'), (c.opened_at + interval '24 hours'), (c.due_at),
                (c.company_due_at), (c.ended_at), (c.marketplace_ended_at)) v (at)
        WHERE at IS NOT NULL"""
NEW_OR_GONE = MOMENTS + """
        UNION ALL
        SELECT t.account_id, min(c.opened_at), max(coalesce(c.ended_at, '3000-01-01Z')), 'waiting'
        FROM {rows} c JOIN inbox_ticket t ON t.id = c.ticket_id GROUP BY 1, date_trunc('day', c.opened_at)"""

FUNCTIONS = f"""
CREATE FUNCTION guichet_mark_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, date_trunc('hour', coalesce(accepted_at, written_at)),
            date_trunc('hour', coalesce(accepted_at, written_at)) + interval '59 minutes', 'message'
        FROM come WHERE direction IN ('in', 'out');
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT come.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes',
            CASE WHEN come.user_id IS DISTINCT FROM gone.user_id THEN '' ELSE 'message' END
        FROM come JOIN gone USING (id), LATERAL (
            VALUES (coalesce(come.accepted_at, come.written_at)), (coalesce(gone.accepted_at, gone.written_at))) v (at)
        WHERE come.direction IN ('in', 'out')
            AND (come.ticket_id, come.direction, come.delivery, come.accepted_at, come.written_at, come.automatic,
                come.user_id, come.template_version_id, come.template_edited, come.within)
            IS DISTINCT FROM (gone.ticket_id, gone.direction, gone.delivery, gone.accepted_at, gone.written_at,
                gone.automatic, gone.user_id, gone.template_version_id, gone.template_edited, gone.within);
    ELSE
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, date_trunc('hour', coalesce(accepted_at, written_at)),
            date_trunc('hour', coalesce(accepted_at, written_at)) + interval '59 minutes', 'message'
        FROM gone WHERE direction IN ('in', 'out');
    END IF;
    RETURN NULL;
END $$;

-- Solutions of tickets whose waits or log changed, and the claims before which somebody had written there.
CREATE FUNCTION guichet_mark_solutions(ids bigint[]) RETURNS void LANGUAGE sql AS $$
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

CREATE FUNCTION guichet_mark_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT DISTINCT ticket_id FROM come);
        {NEW_OR_GONE.format(rows="come")};
    ELSIF TG_OP = 'UPDATE' THEN
        touched := ARRAY(SELECT DISTINCT ticket_id FROM come);
        {MOMENTS.format(rows="(SELECT * FROM come UNION ALL SELECT * FROM gone)")}
        UNION ALL
        SELECT t.account_id,
            CASE WHEN come.opened_at = gone.opened_at
                THEN least(come.ended_at, gone.ended_at) ELSE least(come.opened_at, gone.opened_at) END,
            greatest(coalesce(come.ended_at, '3000-01-01Z'), coalesce(gone.ended_at, '3000-01-01Z')), 'waiting'
        FROM come JOIN gone USING (id) JOIN inbox_ticket t ON t.id = come.ticket_id
        WHERE (come.opened_at, come.ended_at) IS DISTINCT FROM (gone.opened_at, gone.ended_at);
    ELSE
        touched := ARRAY(SELECT DISTINCT ticket_id FROM gone);
        {NEW_OR_GONE.format(rows="gone")};
    END IF;
    PERFORM guichet_mark_solutions(touched);
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_mark_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM guichet_mark_solutions(touched) FROM (
        SELECT array_agg(DISTINCT ticket_id) AS touched FROM come
        WHERE kind IN ('solved', 'reopened', 'answer_needed') OR (kind = 'status' AND before ->> 'value' = 'solved')
    ) t WHERE touched IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_mark_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT c.account_id, at, at, 'claim'
        FROM (SELECT * FROM come UNION ALL SELECT * FROM gone) c, LATERAL (VALUES (c.opened_at), (c.ended_at)) v (at)
        WHERE at IS NOT NULL
        UNION
        SELECT come.account_id,
            CASE WHEN (come.opened_at, come.ticket_id, come.kind, come.reason, come.item_id, come.amount, come.currency)
                IS NOT DISTINCT FROM
                (gone.opened_at, gone.ticket_id, gone.kind, gone.reason, gone.item_id, gone.amount, gone.currency)
                THEN least(come.ended_at, gone.ended_at) ELSE least(come.opened_at, gone.opened_at) END,
            greatest(coalesce(come.ended_at, '3000-01-01Z'), coalesce(gone.ended_at, '3000-01-01Z')), 'claim_open'
        FROM come JOIN gone USING (id)
        WHERE (come.opened_at, come.ended_at, come.ticket_id, come.kind, come.reason, come.item_id, come.amount,
                come.currency)
            IS DISTINCT FROM
            (gone.opened_at, gone.ended_at, gone.ticket_id, gone.kind, gone.reason, gone.item_id, gone.amount,
                gone.currency);
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT account_id, at, at, 'claim' FROM come c, LATERAL (VALUES (c.opened_at), (c.ended_at)) v (at)
        WHERE at IS NOT NULL
        UNION SELECT account_id, opened_at, coalesce(ended_at, '3000-01-01Z'), 'claim_open' FROM come;
    ELSE
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT account_id, at, at, 'claim' FROM gone c, LATERAL (VALUES (c.opened_at), (c.ended_at)) v (at)
        WHERE at IS NOT NULL
        UNION SELECT account_id, opened_at, coalesce(ended_at, '3000-01-01Z'), 'claim_open' FROM gone;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_mark_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, written_at, written_at, 'feedback' FROM come;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, written_at, written_at, 'feedback' FROM gone;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_mark_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, date_trunc('hour', placed_at), date_trunc('hour', placed_at) + interval '59 minutes',
            'order'
        FROM come WHERE placed_at IS NOT NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO kpis_mark (account_id, since, until, about)
        SELECT DISTINCT account_id, date_trunc('hour', placed_at), date_trunc('hour', placed_at) + interval '59 minutes',
            'order'
        FROM gone WHERE placed_at IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

-- A ticket that changes sides (topic, level, language, person, shop) changes the days of all that happened on it.
CREATE FUNCTION guichet_mark_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
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
            SELECT DISTINCT t.account_id, date_trunc('hour', at), date_trunc('hour', at) + interval '59 minutes', ''
            FROM inbox_ticket t, LATERAL (
                SELECT t.created_at UNION SELECT t.solved_at
                UNION SELECT coalesce(m.accepted_at, m.written_at) FROM inbox_message m WHERE m.ticket_id = t.id
                UNION SELECT e.at FROM inbox_ticketevent e WHERE e.ticket_id = t.id AND e.kind = 'solved'
                UNION SELECT unnest(ARRAY[c.opened_at, c.ended_at]) FROM inbox_claim c WHERE c.ticket_id = t.id
                UNION SELECT f.written_at FROM inbox_feedback f WHERE f.ticket_id = t.id
                UNION SELECT unnest(ARRAY[c.opened_at, c.opened_at + interval '8 hours',
                    c.opened_at + interval '24 hours', c.due_at, c.company_due_at, c.ended_at, c.marketplace_ended_at])
                    FROM inbox_responsecycle c WHERE c.ticket_id = t.id) s (at)
            WHERE t.id = ANY (turned) AND at IS NOT NULL
            UNION
            SELECT t.account_id, c.opened_at, coalesce(c.ended_at, '3000-01-01Z'), 'waiting'
            FROM inbox_ticket t JOIN inbox_responsecycle c ON c.ticket_id = t.id WHERE t.id = ANY (turned)
            UNION
            SELECT t.account_id, c.opened_at, coalesce(c.ended_at, '3000-01-01Z'), 'claim_open'
            FROM inbox_ticket t JOIN inbox_claim c ON c.ticket_id = t.id WHERE t.id = ANY (turned);
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""

TABLES = {
    "inbox_message": "messages",
    "inbox_responsecycle": "waits",
    "inbox_ticketevent": "events",
    "inbox_claim": "claims",
    "inbox_feedback": "feedback",
    "inbox_order": "orders",
    "inbox_ticket": "tickets",
}


def triggers(table, name):
    call = f"FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_{name}();"
    new = f"CREATE TRIGGER figures_mark_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS come {call}"
    if name == "events":
        return new
    return f"""{new}
CREATE TRIGGER figures_mark_changed AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS gone NEW TABLE AS come {call}
CREATE TRIGGER figures_mark_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone {call}"""


TRIGGERS = "\n".join(triggers(table, name) for table, name in TABLES.items())

NO_TRIGGERS = "\n".join(
    [f"DROP FUNCTION guichet_mark_{name}() CASCADE;" for name in TABLES.values()]
    + ["DROP FUNCTION guichet_mark_solutions(bigint[]);"]
)

# What figures look for in the log by the time at which a case counts.
INDEXES = """
CREATE INDEX figures_of_messages ON inbox_message (account_id, (coalesce(accepted_at, written_at)))
    WHERE direction IN ('in', 'out');
CREATE INDEX figures_of_answers ON inbox_responsecycle (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX figures_of_waits ON inbox_responsecycle (ended_at, opened_at);
CREATE INDEX figures_of_deadlines ON inbox_responsecycle
    ((least(coalesce(marketplace_ended_at, ended_at), due_at))) WHERE due_at IS NOT NULL;
CREATE INDEX figures_of_company_deadlines ON inbox_responsecycle
    ((least(ended_at, company_due_at))) WHERE company_due_at IS NOT NULL;
CREATE INDEX figures_of_solutions ON inbox_ticketevent (at) WHERE kind = 'solved';
CREATE INDEX figures_of_contacts ON inbox_ticket (account_id, created_at);
CREATE INDEX figures_of_claims ON inbox_claim (opened_at);
CREATE INDEX figures_claims_of_order ON inbox_claim (order_id) WHERE order_id <> '';
CREATE INDEX figures_of_orders ON inbox_order (account_id, placed_at) WHERE placed_at IS NOT NULL;
"""
NO_INDEXES = "".join(
    f"DROP INDEX figures_of_{name};\n"
    for name in (
        *("messages", "answers", "waits", "deadlines", "company_deadlines", "solutions", "contacts", "claims"),
        "orders",
    )
) + "DROP INDEX figures_claims_of_order;"

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
    """Kept figures and what marks their days, notes on charts, targets and reports."""

    initial = True

    replaces = [
        ("kpis", "0001_rollup"),
        ("kpis", "0002_marks_of_what_else_figures_read"),
        ("kpis", "0003_annotations_targets_and_reports"),
        ("kpis", "0004_report_wished_at"),
        ("kpis", "0005_solutions_and_writers"),
    ]
    dependencies = [
        ("connectors", "0007_tokens_renewed_in_time"),
        ("inbox", "0030_squashed_0041_rules_questions_and_surveys"),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='FigureProgress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('figure', models.CharField(max_length=40, unique=True)),
                    ('zone', models.CharField(max_length=50)),
                    ('digest', models.CharField(max_length=64)),
                    ('ready', models.BooleanField(default=False)),
                ],
            ),
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('about', models.CharField(db_default='', max_length=50)),
                    ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='connectors.account')),
                ],
            ),
            migrations.CreateModel(
                name='RollupClock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('looked_at', models.DateTimeField()),
                    ('months_until', models.DateField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_rollup_clock')],
                },
            ),
            migrations.CreateModel(
                name='FigureRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('figure', models.CharField(max_length=40)),
                    ('dimension', models.CharField(max_length=10)),
                    ('grain', models.CharField(choices=[('d', 'Day'), ('m', 'Month')], max_length=1)),
                    ('day', models.DateField()),
                    ('label', models.CharField(max_length=100)),
                    ('part', models.CharField(max_length=120)),
                    ('currency', models.CharField(max_length=3)),
                    ('cases', models.BigIntegerField()),
                    ('total', models.DecimalField(decimal_places=6, max_digits=30)),
                    ('buckets', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                    ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connectors.account')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('figure', 'dimension', 'grain', 'day', 'account', 'label', 'part', 'currency'), name='figure_row_once')],
                },
            ),
            migrations.CreateModel(
                name='FigureTarget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('figure', models.CharField(max_length=40, unique=True)),
                    ('value', models.FloatField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Annotation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('strike', 'strike'), ('sale', 'sale'), ('holiday', 'holiday'), ('fault', 'fault'), ('other', 'other')], max_length=10)),
                    ('text', models.CharField(max_length=120)),
                    ('first_day', models.DateField()),
                    ('last_day', models.DateField()),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='annotation_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('span', models.CharField(choices=[('week', 'week'), ('month', 'month')], max_length=5)),
                    ('since', models.DateField()),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_at', models.DateTimeField()),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('claimed_at', None)), fields=['next_at'], name='report_due')],
                    'constraints': [models.UniqueConstraint(fields=('user', 'span', 'since'), name='report_once_per_period')],
                },
            ),
            migrations.CreateModel(
                name='ReportWish',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('weekly_on', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('monthly', models.BooleanField(default=False)),
                    ('hour', models.PositiveSmallIntegerField(default=7)),
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('wished_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('weekly_on', None), ('weekly_on__lt', 7), _connector='OR'), name='report_on_a_weekday'), models.CheckConstraint(condition=models.Q(('hour__lt', 24)), name='report_at_an_hour')],
                },
            ),
        ]),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(INDEXES, NO_INDEXES),
        migrations.RunSQL(ANSWERS, NO_ANSWERS),
        migrations.RunSQL(REFUSALS, NO_REFUSALS),
        migrations.RunSQL(TURNED, NO_TURNED),
        migrations.RunSQL(STATUS, "DROP FUNCTION guichet_mark_status() CASCADE;"),
        migrations.RunSQL(WRITERS, "DROP FUNCTION guichet_mark_writers() CASCADE;"),
    ]
