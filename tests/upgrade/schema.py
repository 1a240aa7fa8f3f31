"""What a database is made of, in words that can be compared; in which order its columns were added does not count."""

from django.db import connection

PARTS = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
    " generation_expression FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN ({tables})",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'guichet%'",
    "dictionaries": "SELECT dictname, dictinitoption FROM pg_ts_dict WHERE dictnamespace = 'public'::regnamespace",
    "words": "SELECT cfgname, alias, dictname FROM pg_ts_config c JOIN pg_ts_config_map m ON m.mapcfg = c.oid"
    " JOIN pg_ts_dict d ON d.oid = m.mapdict, LATERAL ts_token_type(c.cfgparser) t"
    " WHERE t.tokid = m.maptokentype AND cfgname LIKE 'guichet%'",
}
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def schema() -> dict[str, set[tuple[object, ...]]]:
    """Every table, rule and function of the connected database; views are made anew after every migration."""
    with connection.cursor() as cursor:
        found = {}
        for part, query in PARTS.items():
            cursor.execute(query.format(tables=TABLES))
            found[part] = set(cursor.fetchall())
    return found
