"""Fixtures that every test may ask for. The servers themselves come from tests/servers.py."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import signals
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.models import Account
from connectors.registry import simulators
from connectors.simulation import Simulator
from inbox.models import Role, Ticket, User
from templates_app.library.loading import load
from templates_app.models import ReplyTemplate, TemplateVersion
from tests.make import NINE, make_account, make_ticket, make_user

TRIES = 5
PATIENCE_SECONDS = 30


def pytest_configure() -> None:
    """A password of a test needs no million rounds, and no test fails because the machine is busy."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hypothesis_settings.register_profile("guichet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis_settings.load_profile("guichet")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: side by side with everything else, and not alone at the end."""
    items.sort(key=lambda item: not (item.get_closest_marker("fault") or item.get_closest_marker("slow")))


@pytest.fixture
def account(db: None) -> Account:
    return make_account(created_at=NINE)


@pytest.fixture
def ticket(account: Account) -> Ticket:
    return make_ticket(account=account)


@pytest.fixture
def agent(db: None) -> User:
    return make_user(role=Role.AGENT, first_name="Camille", last_name="Roy")


@pytest.fixture
def lead(db: None) -> User:
    return make_user(role=Role.LEAD)


@pytest.fixture
def owner(db: None) -> User:
    return make_user(role=Role.OWNER)


@pytest.fixture
def starter_library(db: None) -> None:
    """The templates that come with Guichet: a migration brings them, and tests that flush the database take them."""
    if not ReplyTemplate.objects.exclude(ready_made="").exists():
        load(ReplyTemplate, TemplateVersion, now=NINE)


@pytest.fixture
def in_english(settings: Settings) -> Iterator[None]:
    """For tests of what is said: in English, to whoever has not chosen a language, too."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def simulator(settings: Settings) -> Iterator[Simulator]:
    """A simulated eBay on loopback, with the settings pointing at it."""
    simulated = simulators()["ebay"]()
    simulated.start()
    settings.MARKETPLACES = {
        **settings.MARKETPLACES,
        "ebay": {**settings.MARKETPLACES["ebay"], **simulated.environment()},
    }
    yield simulated
    simulated.stop()


@pytest.fixture
def shop(simulator: Simulator, db: None) -> Account:
    """An account connected to the simulated eBay as the seller `velo_shop`; nothing pulled yet."""
    credentials = simulator.add_seller("velo_shop")
    return accounts.connect("ebay", name="Vélo Shop", credentials=credentials, now=timezone.now())


@pytest.fixture(autouse=True)
def _static_files_as_they_are(settings: Settings) -> None:
    """No collectstatic before a test: names without digests, files from where they lie."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _files_of_this_test_only(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Between transactional tests every table is emptied, which append-only ones refuse by rule."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(r"SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE '%\_are\_not\_emptied'")
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    operations = type(connection.ops)  # of every connection: beside a running browser this thread has another one
    pytest.MonkeyPatch().setattr(operations, "execute_sql_flush", _once_more(operations.execute_sql_flush))


def _once_more(empty: Callable[[Any, Iterable[str]], None]) -> Callable[[Any, Iterable[str]], None]:
    """A page that closes sends what was typed; its request and the emptying of all tables may lock each other out.

    So the requests of other threads are waited for; should one come meanwhile, the tables are emptied once more.
    """
    running: set[int] = set()
    signals.request_started.connect(lambda **_: running.add(threading.get_ident()), weak=False)
    signals.request_finished.connect(lambda **_: running.discard(threading.get_ident()), weak=False)

    def emptied(operations: Any, statements: Iterable[str]) -> None:
        for _ in range(TRIES):
            ends = time.monotonic() + PATIENCE_SECONDS
            while running - {threading.get_ident()} and time.monotonic() < ends:
                time.sleep(0.01)
            running.clear()
            with suppress(OperationalError):
                return empty(operations, statements)
        return empty(operations, statements)

    return emptied
