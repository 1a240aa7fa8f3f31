"""An error's text is not always ours: PostgreSQL quotes what it was given."""

import logging

import pytest
from django.db import DatabaseError, connection

from config.logs import Discreet

pytestmark = pytest.mark.django_db

TEXT = "Bonjour, mon numéro est le 06 12 34 56 78"


def written(error: DatabaseError) -> str:
    """As the logs would have it: in the message and below, as Celery and Django write it."""
    record = logging.LogRecord("celery", logging.ERROR, __file__, 1, "raised unexpected: %r\n%s", (error, error), None)
    record.exc_info = (type(error), error, error.__traceback__)
    return Discreet("%(message)s").format(record)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT %s::integer",
        "SELECT * FROM json_to_recordset(%s::json) AS v(id bigint)",
        "SELECT jsonb_build_object('text', %s::text)::jsonb ->> 'text', (%s)::timestamptz",
        "INSERT INTO django_session (session_key, session_data, expire_date)"
        " SELECT 'k', %s, now() UNION ALL SELECT 'k', %s, now()",
        "INSERT INTO inbox_buyer (handle) VALUES (%s)",
    ],
)
def test_what_the_database_quotes_is_left_out_of_the_log(sql: str) -> None:
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute(sql, [TEXT] * sql.count("%s"))
    shown = written(caught.value)
    assert TEXT not in shown
    assert type(caught.value).__name__ in shown
