"""A database as an earlier version left it: made empty, migrated so far, filled by a test, then brought up to now."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.make import HOUR, NINE

RELEASED = (("inbox", "0010_orders_conversations_and_erasure"), ("connectors", "0005_account_channels"))
"""Where the databases of the first version stand."""


@contextmanager
def empty_database(name: str) -> Iterator[None]:
    """The connection goes to a new database meanwhile; the one of the other tests is not touched."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrate(*targets: tuple[str, str]) -> Any:
    """Migrate so far by what that version itself had, not by what stands for it today; return its models."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def migrate_to_now() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@dataclass(frozen=True)
class OldShop:
    """Writes rows into a database of before there were policies (inbox 0010, connectors 0005)."""

    apps: Any

    def account(self, name: str, *, marketplace: str = "ebay", **fields: Any) -> Any:
        windows = {"soft_window": 8 * HOUR, "hard_window": 24 * HOUR}
        values = {"credentials": {}, "identity": {}, "state_since": NINE} | windows | fields
        account = self._model("connectors", "Account").create(marketplace=marketplace, name=name, **values)
        type(account).objects.filter(pk=account.pk).update(created_at=NINE)
        return account

    def waiting(
        self,
        account: Any,
        name: str,
        *,
        soft: timedelta = 8 * HOUR,
        hard: timedelta = 24 * HOUR,
        channel: str = "",
        day: datetime = NINE,
    ) -> Any:
        """A ticket with one buyer who was answered in time, and who has written again since, an hour into the day."""
        buyer = self._model("inbox", "Buyer").create(account=account, handle=f"buyer of {name}")
        again = day + HOUR
        ticket = self._model("inbox", "Ticket").create(
            account=account,
            buyer=buyer,
            thread_id=name,
            buyer_name=name,
            channel=channel,
            needs_reply=True,
            soft_due_at=again + soft,
            reply_due_at=again + hard,
            queue_at=again + hard,
            last_message_at=again,
            created_at=day,
            updated_at=again,
        )
        asked, answered, asked_again = (
            self._message(ticket, number, at=at, direction=direction)
            for number, (at, direction) in enumerate([(day, "in"), (day + HOUR / 2, "out"), (again, "in")])
        )
        self._cycles(ticket, [asked, asked_again], answered, soft=soft, hard=hard)
        return ticket

    def claim(self, ticket: Any) -> None:
        """One that is open."""
        self._model("inbox", "Claim").create(
            account_id=ticket.account_id,
            ticket=ticket,
            external_id="c1",
            kind="return",
            opened_at=NINE,
            changed_at=NINE,
        )

    def _message(self, ticket: Any, number: int, *, at: datetime, direction: str) -> Any:
        return self._model("inbox", "Message").create(
            account_id=ticket.account_id,
            ticket=ticket,
            external_id=f"{ticket.thread_id}-{number}",
            direction=direction,
            body_text="…",
            written_at=at,
            fetched_at=at,
            delivery="accepted" if direction == "out" else "",
            accepted_at=at if direction == "out" else None,
            attempted_at=at if direction == "out" else None,
        )

    def _cycles(self, ticket: Any, asked: Sequence[Any], answered: Any, *, soft: timedelta, hard: timedelta) -> None:
        for number, message in enumerate(asked, start=1):
            is_over = number < len(asked)
            self._model("inbox", "ResponseCycle").create(
                ticket=ticket,
                number=number,
                opened_at=message.written_at,
                opened_by=message,
                soft_due_at=message.written_at + soft,
                due_at=message.written_at + hard,
                answered_at=answered.written_at if is_over else None,
                answered_by=answered if is_over else None,
                ended_at=answered.written_at if is_over else None,
                end_reason="answered" if is_over else "",
            )

    def _model(self, app: str, name: str) -> Any:
        return self.apps.get_model(app, name).objects
