"""Text search functions and indexes, and the trigger that keeps ticket events append-only."""

from django.db import migrations

SEARCH = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE FUNCTION guichet_plain(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

CREATE FUNCTION guichet_words(body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT to_tsvector('pg_catalog.simple'::regconfig, public.guichet_plain(left(body, 20000))) $$;

CREATE FUNCTION guichet_query(words text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT plainto_tsquery('pg_catalog.simple'::regconfig, public.guichet_plain(left(words, 200))) $$;

CREATE INDEX message_words ON inbox_message USING gin (guichet_words(body_text)) WITH (fastupdate = on);
CREATE INDEX ticket_names ON inbox_ticket USING gin (guichet_plain(buyer_name || ' ' || subject) gin_trgm_ops);
"""

NO_SEARCH = """
DROP INDEX ticket_names;
DROP INDEX message_words;
DROP FUNCTION guichet_query(text);
DROP FUNCTION guichet_words(text);
DROP FUNCTION guichet_plain(text);
"""

APPEND_ONLY = """
CREATE FUNCTION guichet_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE TRIGGER ticket_events_are_append_only BEFORE UPDATE OR DELETE ON inbox_ticketevent
    FOR EACH ROW EXECUTE FUNCTION guichet_refuse_change();
CREATE TRIGGER ticket_events_are_not_emptied BEFORE TRUNCATE ON inbox_ticketevent
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_refuse_change();
"""

NOT_APPEND_ONLY = """
DROP TRIGGER ticket_events_are_not_emptied ON inbox_ticketevent;
DROP TRIGGER ticket_events_are_append_only ON inbox_ticketevent;
DROP FUNCTION guichet_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]

    operations = [
        migrations.RunSQL(SEARCH, NO_SEARCH),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
