"""One view for each figure, of its cases: what the figure's SQL gives for all time and all accounts, as of now.

They are dropped before migrations and made anew after them, since a view keeps its tables from being changed.
"""

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Figure

SCHEMA = "figures"
_VALUES = {
    "since": "timestamptz '-infinity'",
    "until": "timestamptz 'infinity'",
    "accounts": "ARRAY(SELECT id FROM connectors_account)",
    "now": "now()",
    "moments": "ARRAY[now()]",
}


def before_migrations(**_signal: Any) -> None:
    """Out of the way of whatever changes tables."""
    drop_views()


def after_migrations(**signal: Any) -> None:
    """Make them anew if everything is migrated and we may. Emptying a database says that it migrated, too: no plan."""
    if signal.get("plan") is None:
        return
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()) and _may_make():
        make_views()


def _may_make() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege(current_database(), 'CREATE')")
        return bool(cursor.fetchone()[0])


def drop_views() -> None:
    """The schema stays, and with it what was granted in it by default."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = %s", [SCHEMA])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP VIEW {SCHEMA}."{name}"')


def make_views() -> None:
    """Whatever stood there goes first."""
    drop_views()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for figure in FIGURES:
            cursor.execute(_view(figure))


def _view(figure: Figure) -> str:
    zone = settings.SHOP_ZONE.replace("'", "")
    cases = figure.sql % {name: f"({value})" for name, value in {**_VALUES, "zone": f"text '{zone}'"}.items()}
    return f"""
        CREATE VIEW {SCHEMA}.{figure.slug} AS
        SELECT cases.*, a.marketplace, a.name AS account,
            (cases.happened_at AT TIME ZONE '{zone}')::date AS day
        FROM ({cases}) cases JOIN connectors_account a ON a.id = cases.account_id
    """  # noqa: S608
