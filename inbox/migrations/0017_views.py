import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

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

# Words are indexed by their stem in the message's language, or as they are where it is not known. Stemmers get text
# without accents, since people leave them out; what the stemmers would need accents for is made alike before.
WORDS = r"""
DROP INDEX message_words;
DROP FUNCTION guichet_query(text);
DROP FUNCTION guichet_words(text);

CREATE FUNCTION guichet_plain_fr(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(regexp_replace(public.guichet_plain(words), '(e)es?\M|(u|voi)s\M', '\1\2', 'g'), 'y', 'i') $$;

CREATE FUNCTION guichet_plain_es(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT regexp_replace(public.guichet_plain(words), '([cs])ion\M', '\1iones', 'g') $$;

CREATE FUNCTION guichet_words(body text, language text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT CASE language
        WHEN 'fr' THEN to_tsvector('public.guichet_fr'::regconfig, public.guichet_plain_fr(left(body, 20000)))
        WHEN 'en' THEN to_tsvector('public.guichet_en'::regconfig, public.guichet_plain(left(body, 20000)))
        WHEN 'de' THEN to_tsvector('public.guichet_de'::regconfig, public.guichet_plain(left(body, 20000)))
        WHEN 'es' THEN to_tsvector('public.guichet_es'::regconfig, public.guichet_plain_es(left(body, 20000)))
        WHEN 'it' THEN to_tsvector('public.guichet_it'::regconfig, public.guichet_plain(left(body, 20000)))
        ELSE to_tsvector('pg_catalog.simple'::regconfig, public.guichet_plain(left(body, 20000)))
    END $$;

CREATE FUNCTION guichet_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT plainto_tsquery('pg_catalog.simple'::regconfig, public.guichet_plain(left(words, 200)))
        || plainto_tsquery('public.guichet_fr'::regconfig, public.guichet_plain_fr(left(words, 200)))
        || plainto_tsquery('public.guichet_en'::regconfig, public.guichet_plain(left(words, 200)))
        || plainto_tsquery('public.guichet_de'::regconfig, public.guichet_plain(left(words, 200)))
        || plainto_tsquery('public.guichet_es'::regconfig, public.guichet_plain_es(left(words, 200)))
        || plainto_tsquery('public.guichet_it'::regconfig, public.guichet_plain(left(words, 200))) $$;

CREATE INDEX message_words ON inbox_message USING gin (guichet_words(body_text, language)) WITH (fastupdate = on);
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


class Migration(migrations.Migration):
    """Views of the queue, their kept counts and orders; words are found in their other forms, too."""

    dependencies = [("inbox", "0016_proof")]

    operations = [
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
                'constraints': [
                    models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shared', True)), name='shared_view_name_once'),
                    models.UniqueConstraint(models.F('owner'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shared', False)), name='own_view_name_once'),
                ],
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
            model_name='ticket',
            name='has_open_claim',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='ticket',
            name='waits_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(KNOWN_ALREADY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'solved'), _negated=True), ('solved_at__isnull', False), _connector='OR'), name='solved_ticket_says_since_when'),
        ),
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_solved',
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
        migrations.RunSQL(COUNTS, NO_COUNTS),
        migrations.RunSQL(CLAIMS, NO_CLAIMS),
        migrations.RunSQL(STEMMING, NO_STEMMING),
        migrations.RunSQL(WORDS, NO_WORDS),
    ]
