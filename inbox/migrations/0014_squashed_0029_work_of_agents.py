import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from inbox.at_once import AtOnce

SEALS_STAY = """
CREATE FUNCTION guichet_keep_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND current_setting('guichet.erasing', true) = 'on'
        AND NEW.salt = ''
        AND (NEW.id, NEW.ticket_id, NEW.number, NEW.event_id, NEW.sealed_at, NEW.content, NEW.digest)
            = (OLD.id, OLD.ticket_id, OLD.number, OLD.event_id, OLD.sealed_at, OLD.content, OLD.digest)
        AND EXISTS (SELECT FROM inbox_ticketevent WHERE ticket_id = OLD.ticket_id AND kind = 'erased')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE TRIGGER event_seals_are_append_only BEFORE UPDATE OR DELETE ON inbox_eventseal
    FOR EACH ROW EXECUTE FUNCTION guichet_keep_seal();
CREATE TRIGGER event_seals_are_not_emptied BEFORE TRUNCATE ON inbox_eventseal
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_refuse_change();
"""

SEALS_MAY_GO = """
DROP TRIGGER event_seals_are_not_emptied ON inbox_eventseal;
DROP TRIGGER event_seals_are_append_only ON inbox_eventseal;
DROP FUNCTION guichet_keep_seal();
"""

COLUMNS = (
    "account_id, language, status, needs_reply, has_open_claim, reply_due_at, "
    "channel, kind, level, topic, assignee_id, last_direction"
)
# What the columns are of a ticket. Coarse for those that are no longer under way, so that there are few sorts.
SORT = """account_id, language, status, needs_reply, has_open_claim,
        CASE WHEN needs_reply THEN date_bin('15 minutes', reply_due_at, timestamptz '2000-01-01 00:00Z') END,
        CASE WHEN under_way THEN channel ELSE '' END, CASE WHEN under_way THEN kind ELSE '' END,
        CASE WHEN under_way THEN level END, CASE WHEN under_way THEN topic ELSE '' END,
        CASE WHEN under_way THEN assignee_id END, CASE WHEN under_way THEN last_direction ELSE '' END"""


def counted(tickets, change):
    """The sort of each of `tickets`, with `change`."""
    under_way = f"SELECT *, status IN ('open', 'waiting', 'snoozed') AS under_way FROM {tickets}"
    return f"SELECT {SORT}, {change} FROM ({under_way}) AS t"


COUNTS = f"""
CREATE FUNCTION guichet_count_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO inbox_ticketcount ({COLUMNS}, n)
        {counted("come", "count(*)")} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO inbox_ticketcount ({COLUMNS}, n)
        SELECT {COLUMNS}, sum(change)
        FROM ({counted("gone", "-1")} UNION ALL {counted("come", "1")}) AS changes ({COLUMNS}, change)
        GROUP BY {COLUMNS} HAVING sum(change) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO inbox_ticketcount ({COLUMNS}, n)
        {counted("gone", "-count(*)")} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
    ELSE
        DELETE FROM inbox_ticketcount;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER new_tickets_are_counted AFTER INSERT ON inbox_ticket
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_count_tickets();
CREATE TRIGGER changed_tickets_are_counted AFTER UPDATE ON inbox_ticket
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_count_tickets();
CREATE TRIGGER deleted_tickets_are_counted AFTER DELETE ON inbox_ticket
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION guichet_count_tickets();
CREATE TRIGGER emptied_tickets_are_counted AFTER TRUNCATE ON inbox_ticket
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_count_tickets();

INSERT INTO inbox_ticketcount ({COLUMNS}, n)
{counted("inbox_ticket", "count(*)")} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
"""

NO_COUNTS = """
DROP TRIGGER emptied_tickets_are_counted ON inbox_ticket;
DROP TRIGGER deleted_tickets_are_counted ON inbox_ticket;
DROP TRIGGER changed_tickets_are_counted ON inbox_ticket;
DROP TRIGGER new_tickets_are_counted ON inbox_ticket;
DROP FUNCTION guichet_count_tickets();
"""

# The ticket is locked before its claims are looked at: of two transactions that each end one, the second sees both.
CLAIMS = """
CREATE FUNCTION guichet_mark_tickets_of_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY(SELECT ticket_id FROM come WHERE ended_at IS NULL);
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY(SELECT ticket_id FROM gone WHERE ended_at IS NULL);
    ELSE
        touched := ARRAY(
            SELECT unnest(ARRAY[come.ticket_id, gone.ticket_id]) FROM come JOIN gone USING (id)
            WHERE (come.ticket_id, come.ended_at IS NULL) <> (gone.ticket_id, gone.ended_at IS NULL)
        );
    END IF;
    IF cardinality(touched) > 0 THEN
        PERFORM 1 FROM inbox_ticket WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
        UPDATE inbox_ticket SET has_open_claim = NOT has_open_claim WHERE id = ANY (touched) AND has_open_claim <>
            EXISTS (SELECT 1 FROM inbox_claim WHERE ticket_id = inbox_ticket.id AND ended_at IS NULL);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER new_claims_mark_their_ticket AFTER INSERT ON inbox_claim
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_tickets_of_claims();
CREATE TRIGGER changed_claims_mark_their_ticket AFTER UPDATE ON inbox_claim
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT
    EXECUTE FUNCTION guichet_mark_tickets_of_claims();
CREATE TRIGGER deleted_claims_mark_their_ticket AFTER DELETE ON inbox_claim
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION guichet_mark_tickets_of_claims();
"""

NO_CLAIMS = """
DROP TRIGGER deleted_claims_mark_their_ticket ON inbox_claim;
DROP TRIGGER changed_claims_mark_their_ticket ON inbox_claim;
DROP TRIGGER new_claims_mark_their_ticket ON inbox_claim;
DROP FUNCTION guichet_mark_tickets_of_claims();
"""

KNOWN_ALREADY = """
UPDATE inbox_ticket SET solved_at = last_message_at WHERE status = 'solved' AND solved_at IS NULL;
UPDATE inbox_ticket SET has_open_claim = true
    WHERE id IN (SELECT ticket_id FROM inbox_claim WHERE ended_at IS NULL);
UPDATE inbox_ticket AS t SET waits_since = coalesce(
        (SELECT min(opened_at) FROM inbox_responsecycle WHERE ticket_id = t.id AND ended_at IS NULL), last_message_at)
    WHERE needs_reply;
"""
# A row that was changed twice has a check of its keys to come, before which PostgreSQL changes no table of it.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"

# Words are indexed by their stem in the message's language, or as they are where it is not known. Stemmers get text
# without accents, since people leave them out; what the stemmers would need accents for is made alike before.
# PostgreSQL is told that this takes time: it does so for as few messages as it can. A search is no work for several
# processes: their start takes longer than it, so its query may not have them.
# The first key of an index that is searched is a block of ids (inbox/search/latest.py).
WORDS = r"""
DROP INDEX message_words;
DROP FUNCTION guichet_query(text);
DROP FUNCTION guichet_words(text);

CREATE FUNCTION guichet_plain_fr(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(regexp_replace(public.guichet_plain(words), '(e)es?\M|(u|voi)s\M', '\1\2', 'g'), 'y', 'i') $$;

CREATE FUNCTION guichet_plain_es(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT regexp_replace(public.guichet_plain(words), '([cs])ion\M', '\1iones', 'g') $$;

CREATE FUNCTION guichet_words(body text, language text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 3000
    AS $$ SELECT CASE language
        WHEN 'fr' THEN to_tsvector('public.guichet_fr'::regconfig, public.guichet_plain_fr(left(body, 20000)))
        WHEN 'en' THEN to_tsvector('public.guichet_en'::regconfig, public.guichet_plain(left(body, 20000)))
        WHEN 'de' THEN to_tsvector('public.guichet_de'::regconfig, public.guichet_plain(left(body, 20000)))
        WHEN 'es' THEN to_tsvector('public.guichet_es'::regconfig, public.guichet_plain_es(left(body, 20000)))
        WHEN 'it' THEN to_tsvector('public.guichet_it'::regconfig, public.guichet_plain(left(body, 20000)))
        ELSE to_tsvector('pg_catalog.simple'::regconfig, public.guichet_plain(left(body, 20000)))
    END $$;

CREATE FUNCTION guichet_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE
    AS $$ SELECT plainto_tsquery('pg_catalog.simple'::regconfig, public.guichet_plain(left(words, 200)))
        || plainto_tsquery('public.guichet_fr'::regconfig, public.guichet_plain_fr(left(words, 200)))
        || plainto_tsquery('public.guichet_en'::regconfig, public.guichet_plain(left(words, 200)))
        || plainto_tsquery('public.guichet_de'::regconfig, public.guichet_plain(left(words, 200)))
        || plainto_tsquery('public.guichet_es'::regconfig, public.guichet_plain_es(left(words, 200)))
        || plainto_tsquery('public.guichet_it'::regconfig, public.guichet_plain(left(words, 200))) $$;

CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX message_words ON inbox_message
    USING gin ((id / 20000), guichet_words(body_text, language)) WITH (fastupdate = on);
"""

NO_WORDS = """
DROP INDEX message_words;
DROP FUNCTION guichet_query(text);
DROP FUNCTION guichet_words(text, text);
DROP FUNCTION guichet_plain_es(text);
DROP FUNCTION guichet_plain_fr(text);

CREATE FUNCTION guichet_words(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT to_tsvector('pg_catalog.simple'::regconfig, public.guichet_plain(left(body, 20000))) $$;
CREATE FUNCTION guichet_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT plainto_tsquery('pg_catalog.simple'::regconfig, public.guichet_plain(left(words, 200))) $$;
CREATE INDEX message_words ON inbox_message USING gin (guichet_words(body_text)) WITH (fastupdate = on);
"""

STEMMERS = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian"}
_WORDS = "asciiword, word, asciihword, hword, hword_asciipart, hword_part"
STEMMING = "\n".join(
    f"CREATE TEXT SEARCH DICTIONARY guichet_{code} (TEMPLATE = pg_catalog.snowball, LANGUAGE = {name});\n"
    f"CREATE TEXT SEARCH CONFIGURATION guichet_{code} (COPY = pg_catalog.simple);\n"
    f"ALTER TEXT SEARCH CONFIGURATION guichet_{code} ALTER MAPPING FOR {_WORDS} WITH guichet_{code};"
    for code, name in STEMMERS.items()
)
NO_STEMMING = "\n".join(
    f"DROP TEXT SEARCH CONFIGURATION guichet_{code}; DROP TEXT SEARCH DICTIONARY guichet_{code};" for code in STEMMERS
)

NAMES = """
CREATE INDEX buyer_names ON inbox_buyer USING gin ((id / 20000), guichet_plain(name || ' ' || handle) gin_trgm_ops);
DROP INDEX ticket_names;
CREATE INDEX ticket_names ON inbox_ticket
    USING gin ((id / 20000), guichet_plain(buyer_name || ' ' || subject) gin_trgm_ops);
"""
NO_NAMES = """
DROP INDEX ticket_names;
CREATE INDEX ticket_names ON inbox_ticket USING gin (guichet_plain(buyer_name || ' ' || subject) gin_trgm_ops);
DROP INDEX buyer_names;
"""

FORWARDS = {
    "not_received": "delivery",
    "damaged": "defective",
    "order_change": "cancellation",
    "product": "product_question",
}
BACKWARDS = {"defective": "damaged", "cancellation": "order_change", "product_question": "product"}


def _rename(apps, codes):
    ticket, checklist = apps.get_model("inbox", "Ticket"), apps.get_model("inbox", "Checklist")
    for old, new in codes.items():
        ticket.objects.filter(topic=old).update(topic=new)
        if checklist.objects.filter(topic=new).exists():
            checklist.objects.filter(topic=old).delete()
        checklist.objects.filter(topic=old).update(topic=new)


def topics_of_the_tree(apps, schema_editor):
    _rename(apps, FORWARDS)


def topics_of_before(apps, schema_editor):
    _rename(apps, BACKWARDS)


class Migration(migrations.Migration):
    """What agents do with tickets besides answering: warnings, proof, views and their counts, roles, steps, forwards, merging."""

    replaces = [
        ("inbox", "0014_ticket_work"),
        ("inbox", "0015_warnings"),
        ("inbox", "0016_proof"),
        ("inbox", "0017_views"),
        ("inbox", "0018_bulk_and_roles"),
        ("inbox", "0019_writing"),
        ("inbox", "0020_send_later"),
        ("inbox", "0021_buyer_names"),
        ("inbox", "0022_steps_links_and_assignment"),
        ("inbox", "0023_when_to_warn"),
        ("inbox", "0024_forwards"),
        ("inbox", "0025_words_are_dear"),
        ("inbox", "0026_single_keys"),
        ("inbox", "0027_merge_and_split"),
        ("inbox", "0028_pictures_in_mails"),
        ("inbox", "0029_topics_of_the_tree"),
    ]
    dependencies = [
        ("connectors", "0006_windows_are_policies"),
        ("inbox", "0011_squashed_0013_deadline_policies"),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('warning', 'a deadline comes near'), ('late', 'a deadline has passed'), ('digest', 'several deadlines at once'), ('assigned', 'a ticket was given to you'), ('handed_over', 'a ticket was handed over to you'), ('mentioned', 'somebody mentioned you'), ('reply_refused', 'a reply of yours was refused'), ('reply_unsure', 'a reply of yours is not sure'), ('forward_answered', 'a forwarded mail was answered'), ('forward_failed', 'a forwarded mail did not arrive'), ('account', 'an account needs you')], max_length=20)),
                    ('at', models.DateTimeField()),
                    ('note', models.CharField(blank=True, max_length=100)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('mail_at', models.DateTimeField(null=True)),
                    ('push_at', models.DateTimeField(null=True)),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='connectors.account')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='inbox.ticket')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to=settings.AUTH_USER_MODEL)),
                    ('warnings', models.ManyToManyField(related_name='alerts', to='inbox.deadlinewarning')),
                ],
                options={
                    'indexes': [models.Index(fields=['user', '-at', '-id'], name='alert_of_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='alert_unread'), models.Index(condition=models.Q(('mail_at__isnull', False)), fields=['mail_at'], name='alert_to_mail'), models.Index(condition=models.Q(('push_at__isnull', False)), fields=['push_at'], name='alert_to_push')],
                },
            ),
            migrations.CreateModel(
                name='AlertWishes',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by_mail', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                    ('by_push', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                    ('quiet_from', models.TimeField(null=True)),
                    ('quiet_until', models.TimeField(null=True)),
                    ('for_team', models.BooleanField(default=True)),
                    ('away_until', models.DateTimeField(null=True)),
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='alert_wishes', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='quiet_hours_begin_and_end')],
                },
            ),
            migrations.CreateModel(
                name='DeadlineWarning',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('waiting', models.CharField(choices=[('marketplace', "answer, by the marketplace's clock"), ('company', 'answer, by your own clock'), ('claim', 'claim'), ('acknowledgement', 'acknowledgement'), ('resolution', 'solution'), ('statutory_acknowledgement', 'acknowledgement that the law asks for'), ('statutory', 'legal deadline')], max_length=30)),
                    ('opened_at', models.DateTimeField()),
                    ('before', models.DurationField()),
                    ('due_at', models.DateTimeField()),
                    ('warned_at', models.DateTimeField()),
                    ('silent', models.BooleanField(default=False)),
                    ('while_down', models.BooleanField(default=False)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='inbox.ticket')),
                    ('reached_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'waiting', 'opened_at', 'before'), name='warned_once_per_wait_and_point')],
                },
            ),
            migrations.CreateModel(
                name='HolidayMode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('made_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('accounts', models.ManyToManyField(related_name='holidays', to='connectors.account')),
                    ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='holiday_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='PushDevice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('endpoint', models.CharField(max_length=1000, unique=True)),
                    ('p256dh', models.CharField(max_length=200)),
                    ('auth', models.CharField(max_length=100)),
                    ('name', models.CharField(blank=True, max_length=100)),
                    ('added_at', models.DateTimeField()),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_devices', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='WarningRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('looked_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_warning_round')],
                },
            ),
            migrations.CreateModel(
                name='SealProgress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('settled', models.BigIntegerField(default=0)),
                    ('seen', models.BigIntegerField(default=0)),
                    ('seen_at', models.DateTimeField()),
                    ('swept_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='EventSeal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('event_id', models.BigIntegerField()),
                    ('sealed_at', models.DateTimeField()),
                    ('salt', models.BinaryField(max_length=16)),
                    ('content', models.BinaryField(max_length=32)),
                    ('digest', models.BinaryField(max_length=32)),
                    ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='seals', to='inbox.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'number'), name='seal_number_once_per_ticket'), models.UniqueConstraint(fields=('event_id',), name='event_sealed_once')],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=60)),
                    ('filters', models.JSONField(default=dict)),
                    ('sort', models.CharField(max_length=20)),
                    ('is_shared', models.BooleanField(default=False)),
                    ('position', models.PositiveIntegerField(default=0)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shared', True)), name='shared_view_name_once'), models.UniqueConstraint(models.F('owner'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shared', False)), name='own_view_name_once')],
                },
            ),
            migrations.CreateModel(
                name='TicketCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='connectors.account')),
                    ('channel', models.CharField(blank=True, max_length=50)),
                    ('status', models.CharField(choices=[('open', 'open'), ('waiting', 'waiting for the buyer'), ('snoozed', 'snoozed'), ('solved', 'solved'), ('spam', 'spam'), ('merged', 'merged into another ticket')], max_length=20)),
                    ('kind', models.CharField(blank=True, max_length=30)),
                    ('level', models.PositiveSmallIntegerField(null=True)),
                    ('topic', models.CharField(blank=True, max_length=100)),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('assignee', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('last_direction', models.CharField(blank=True, max_length=10)),
                    ('needs_reply', models.BooleanField()),
                    ('has_open_claim', models.BooleanField()),
                    ('reply_due_at', models.DateTimeField(null=True)),
                    ('n', models.IntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='BulkJob',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('action', models.CharField(max_length=30)),
                    ('wishes', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('planned', 'planned'), ('working', 'being done'), ('done', 'done'), ('undoing', 'being undone'), ('undone', 'undone')], default='planned', max_length=10)),
                    ('made_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['user', '-id'], name='bulk_job_of_user'), models.Index(condition=models.Q(('state__in', ['working', 'undoing'])), fields=['lease_until'], name='bulk_job_under_way'), models.Index(condition=models.Q(('state', 'planned')), fields=['made_at'], name='bulk_job_planned')],
                },
            ),
            migrations.CreateModel(
                name='BulkChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('left', 'left alone'), ('undone', 'undone'), ('kept', 'not undone')], default='waiting', max_length=10)),
                    ('code', models.CharField(blank=True, max_length=50)),
                    ('reason', models.TextField(blank=True)),
                    ('before', models.JSONField(default=dict)),
                    ('after', models.JSONField(default=dict)),
                    ('noted', models.JSONField(default=dict)),
                    ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='inbox.bulkjob')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inbox.ticket')),
                ],
                options={
                    'indexes': [models.Index(fields=['job', 'state', 'ticket'], name='bulk_change_of_job')],
                    'constraints': [models.UniqueConstraint(fields=('job', 'ticket'), name='ticket_once_per_bulk_job')],
                },
            ),
            migrations.CreateModel(
                name='AssignmentRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('way', models.CharField(choices=[('off', 'by hand'), ('round_robin', 'in turn'), ('load', 'by language, then to whoever has least to do')], default='off', max_length=20)),
                    ('last', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Checklist',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(max_length=100, unique=True)),
                    ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='ChecklistStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.CharField(max_length=200)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='inbox.ticket')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='TicketLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('other', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inbox.ticket')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='inbox.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'other'), name='link_once'), models.CheckConstraint(condition=models.Q(('ticket', models.F('other')), _negated=True), name='link_is_to_another')],
                },
            ),
            migrations.CreateModel(
                name='Forward',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.CharField(max_length=32, unique=True)),
                    ('to', models.CharField(max_length=255)),
                    ('subject', models.CharField(max_length=255)),
                    ('body_text', models.TextField()),
                    ('written_at', models.DateTimeField()),
                    ('delivery', models.CharField(choices=[('queued', 'queued'), ('sending', 'sending'), ('accepted', 'accepted'), ('refused', 'refused'), ('unsure', 'not sure'), ('cancelled', 'cancelled')], max_length=20)),
                    ('send_after', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('attempted_at', models.DateTimeField(null=True)),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('message_id', models.CharField(blank=True, max_length=255)),
                    ('reason', models.TextField(blank=True)),
                    ('idempotency_key', models.CharField(blank=True, max_length=255)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forwards', to='connectors.account')),
                    ('files', models.ManyToManyField(related_name='+', to='inbox.attachment')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forwards', to='inbox.ticket')),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inbox.forwardmail')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('delivery', 'queued')), fields=['send_after'], name='forward_to_send'), models.Index(condition=models.Q(('delivery__in', ['sending', 'unsure', 'refused'])), fields=['delivery'], name='forward_unsettled'), models.Index(fields=['account', 'attempted_at'], name='forward_of_account')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('idempotency_key', ''), _negated=True), fields=('ticket', 'idempotency_key'), name='forward_once_per_key')],
                },
            ),
            migrations.CreateModel(
                name='ForwardMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('answer', 'Answer'), ('copy', 'Copy'), ('report', 'Report')], max_length=10)),
                    ('external_id', models.CharField(max_length=255)),
                    ('sender', models.CharField(blank=True, max_length=255)),
                    ('sender_name', models.CharField(blank=True, max_length=255)),
                    ('subject', models.CharField(blank=True, max_length=255)),
                    ('body_text', models.TextField(blank=True)),
                    ('whole_text', models.TextField(blank=True)),
                    ('automatic', models.BooleanField(default=False)),
                    ('written_at', models.DateTimeField()),
                    ('fetched_at', models.DateTimeField()),
                    ('forward', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='inbox.forward')),
                    ('raw', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='connectors.rawitem')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('forward', 'external_id'), name='forward_mail_once')],
                },
            ),
            migrations.CreateModel(
                name='ForwardFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=255)),
                    ('content_type', models.CharField(blank=True, max_length=100)),
                    ('file', models.FileField(upload_to='attachments/%Y/%m/')),
                    ('size', models.PositiveBigIntegerField()),
                    ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='inbox.forwardmail')),
                ],
            ),
            migrations.RemoveIndex(
                model_name='ticket',
                name='ticket_solved',
            ),
            migrations.AddField(
                model_name='attachment',
                name='content_id',
                field=models.CharField(blank=True, max_length=200),
            ),
            migrations.AddField(
                model_name='draft',
                name='note',
                field=models.TextField(blank=True, db_default='', default=''),
            ),
            migrations.AddField(
                model_name='draft',
                name='seen',
                field=models.BigIntegerField(null=True),
            ),
            migrations.AddField(
                model_name='message',
                name='counts_for',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inbox.ticket'),
            ),
            migrations.AddField(
                model_name='message',
                name='later_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='message',
                name='moved_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='message',
                name='solves',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='message',
                name='through',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inbox.ticket'),
            ),
            migrations.AddField(
                model_name='ticket',
                name='hand_over',
                field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='inbox.message'),
            ),
            migrations.AddField(
                model_name='ticket',
                name='has_open_claim',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='ticket',
                name='merged_into',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='inbox.ticket'),
            ),
            migrations.AddField(
                model_name='ticket',
                name='next_warning_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='ticket',
                name='resolution',
                field=models.CharField(blank=True, choices=[('refund', 'refund'), ('partial_refund', 'partial refund'), ('replacement', 'replacement'), ('other', 'something else')], db_default='', default='', max_length=20),
            ),
            migrations.AddField(
                model_name='ticket',
                name='resolution_amount',
                field=models.DecimalField(decimal_places=2, max_digits=10, null=True),
            ),
            migrations.AddField(
                model_name='ticket',
                name='resolution_currency',
                field=models.CharField(blank=True, db_default='', default='', max_length=3),
            ),
            migrations.AddField(
                model_name='ticket',
                name='snoozed_until',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='ticket',
                name='split_from',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='split', to='inbox.ticket'),
            ),
            migrations.AddField(
                model_name='ticket',
                name='to_assign',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='ticket',
                name='waits_since',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='ticket',
                name='warned_for',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='ticket',
                name='woken_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='user',
                name='list_fields',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, null=True, size=None),
            ),
            migrations.AddField(
                model_name='user',
                name='list_sorts',
                field=models.JSONField(blank=True, default=dict),
            ),
            migrations.AddField(
                model_name='user',
                name='on_duty',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='user',
                name='shops',
                field=models.ManyToManyField(blank=True, related_name='+', to='connectors.account'),
            ),
            migrations.AddField(
                model_name='user',
                name='single_keys',
                field=models.BooleanField(db_default=True, default=True),
            ),
            migrations.AddField(
                model_name='user',
                name='speaks',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None),
            ),
            migrations.AddField(
                model_name='user',
                name='unread_alerts',
                field=models.PositiveIntegerField(default=0),
            ),
            migrations.AlterField(
                model_name='draft',
                name='text',
                field=models.TextField(blank=True),
            ),
            migrations.AlterField(
                model_name='message',
                name='cause',
                field=models.CharField(blank=True, choices=[('refused', 'refused by the marketplace'), ('sign_in', 'the account must sign in again; nothing was sent'), ('no_effect', 'the marketplace could not take it just now; it will be tried again'), ('gave_up', 'not sent: the marketplace could not take it in many attempts'), ('no_answer', 'the request left, but no answer came back'), ('worker_lost', 'the worker stopped while sending'), ('not_shown', 'not sent: the marketplace does not show it in the conversation'), ('not_sent', 'not sent, as somebody checked by hand'), ('bounced', 'taken first, but it did not reach the buyer'), ('meanwhile', 'held back: somebody wrote after it had been planned'), ('file_gone', 'not sent: a file of it is not in the storage any more')], max_length=20),
            ),
            migrations.AlterField(
                model_name='ticketevent',
                name='kind',
                field=models.CharField(choices=[('opened', 'ticket opened'), ('reopened', 'reopened by the buyer'), ('assigned', 'assignee changed'), ('status', 'status changed'), ('priority', 'priority changed'), ('tags', 'tags changed'), ('solved', 'solved'), ('no_answer_needed', 'no answer needed'), ('answer_needed', 'answer needed after all'), ('delivery', 'delivery'), ('note', 'note added'), ('deadline', 'deadline changed'), ('claim_opened', 'claim opened'), ('claim_changed', 'claim changed'), ('claim_ended', 'claim ended'), ('order', 'order changed'), ('conversation', 'conversation on the marketplace'), ('erased', 'buyer erased'), ('topic', 'topic changed'), ('level', 'level changed'), ('acknowledged', 'acknowledged'), ('thanks', 'the buyer only said thank you'), ('call', 'telephone call'), ('snoozed', 'snoozed'), ('woken', 'back from snooze'), ('merged', 'merged'), ('took_in', 'another ticket merged into this one'), ('unmerged', 'merge taken back'), ('split', 'split'), ('linked', 'linked to another ticket'), ('unlinked', 'link taken away'), ('spam', 'marked as spam'), ('not_spam', 'no spam after all'), ('handed_over', 'handed over'), ('resolution', 'resolution recorded'), ('checklist', 'checklist changed'), ('forwarded', 'forwarded'), ('mentioned', 'somebody was mentioned'), ('warned', 'warned'), ('holiday', 'holiday mode')], max_length=30),
            ),
            migrations.AlterField(
                model_name='user',
                name='role',
                field=models.CharField(choices=[('outside', 'outside agent'), ('agent', 'agent'), ('lead', 'team lead'), ('owner', 'owner')], default='agent', max_length=10),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('through__isnull', False)), fields=['through'], name='message_through'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('counts_for__isnull', False)), fields=['counts_for'], name='message_counts_for'),
            ),
            migrations.AddIndex(
                model_name='responsecycle',
                index=models.Index(fields=['opened_at'], name='cycle_opened'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('status', 'snoozed')), fields=['snoozed_until'], name='ticket_snoozed'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('status', 'snoozed')), fields=['reply_due_at'], name='ticket_snoozed_and_due'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('reply_due_at__isnull', False), models.Q(('warned_for', None), models.Q(('warned_for', models.F('reply_due_at')), _negated=True), _connector='OR')), fields=['reply_due_at', 'id'], name='ticket_to_warn_of'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(models.OrderBy(models.F('solved_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'solved')), name='ticket_solved'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('status', 'solved'), _negated=True), fields=['status', 'queue_at', 'id'], name='ticket_by_status'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('has_open_claim', True)), fields=['queue_at', 'id'], name='ticket_with_claim'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(django.db.models.functions.comparison.Coalesce('waits_since', models.Value(datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), models.F('id'), condition=models.Q(('status__in', ('open', 'waiting', 'snoozed'))), name='ticket_waiting_longest'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(models.Func('buyer_name', function='guichet_plain', output_field=models.TextField()), models.F('id'), condition=models.Q(('status__in', ('open', 'waiting', 'snoozed'))), name='ticket_by_buyer'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('tags', []), _negated=True), fields=['tags'], name='ticket_tags'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('to_assign', True)), fields=['id'], name='ticket_to_assign'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('next_warning_at__isnull', False)), fields=['next_warning_at', 'id'], name='ticket_next_warning'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='ticket_merged'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('split_from__isnull', False)), fields=['split_from'], name='ticket_split'),
            ),
        ]),
        migrations.RunSQL(KNOWN_ALREADY, migrations.RunSQL.noop),
        migrations.RunSQL(CHECKED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'solved'), _negated=True), ('solved_at__isnull', False), _connector='OR'), name='solved_ticket_says_since_when'),
        ),
        migrations.RunSQL(SEALS_STAY, SEALS_MAY_GO),
        migrations.RunSQL(COUNTS, NO_COUNTS),
        migrations.RunSQL(CLAIMS, NO_CLAIMS),
        migrations.RunSQL(STEMMING, NO_STEMMING),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(NAMES, NO_NAMES),
        migrations.RunPython(topics_of_the_tree, topics_of_before),
        migrations.RunSQL(CHECKED, CHECKED),
    ]
