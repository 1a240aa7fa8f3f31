"""However old it is, a database comes to the same schema; and what stands for many migrations is not done twice."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from inbox.models import Ticket
from tests.make import HOUR, NINE
from tests.upgrade.old_database import RELEASED, OldShop, empty_database, migrate, migrate_to_now
from tests.upgrade.schema import schema

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def fresh(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, set[tuple[object, ...]]]]:
    """The schema of a database that begins today."""
    with django_db_blocker.unblock():
        yield schema()


def test_a_database_of_the_first_version_comes_to_the_schema_of_a_fresh_one_with_its_rows(
    fresh: dict[str, set[tuple[object, ...]]],
) -> None:
    with empty_database("guichet_first_version"):
        shop = OldShop(migrate(*RELEASED))
        first = schema()
        disputed = shop.waiting(shop.account("Vélo"), "disputed")
        disputed.topic = "damaged"
        disputed.save()
        shop.claim(disputed)
        migrate_to_now()
        upgraded = schema()
        ticket = Ticket.objects.get(thread_id="disputed")
    assert first["columns"] != fresh["columns"]
    assert {part: found ^ fresh[part] for part, found in upgraded.items() if found != fresh[part]} == {}
    assert (ticket.has_open_claim, ticket.waits_since, ticket.topic) == (True, NINE + HOUR, "defective")
    assert ticket.to_understand, "what that version did not read is read in the background"


@pytest.mark.django_db
def test_a_database_with_every_migration_that_others_stand_for_has_nothing_to_do() -> None:
    recorder = MigrationRecorder(connection)
    together = [
        key for key, migration in MigrationExecutor(connection).loader.disk_migrations.items() if migration.replaces
    ]
    for app, name in together:
        recorder.record_unapplied(app, name)
    executor = MigrationExecutor(connection)

    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    executor.check_replacements()

    assert len(together) >= 5
    assert plan == []
    assert set(together) <= set(recorder.applied_migrations())
