"""A real Chromium for the journeys, and a browser that is logged in."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from pytest_django.fixtures import Settings

from inbox.models import User
from tests.pages.chromium import CHROMIUM

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
"""Playwright's loop runs in the thread of the test; the database is used from that one thread all the same."""

PATIENCE = 60_000.0
"""Milliseconds until what must show counts as not showing: no test fails because the machine is busy."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need Chromium: without it they are skipped, but in CI they fail."""
    if CHROMIUM or os.environ.get("CI", "").lower() == "true":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="needs Chromium: apt install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture(autouse=True)
def _static_files_as_they_are(settings: Settings) -> None:
    """No collectstatic before a test: names without digests, files from where they lie."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def as_agent(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client


@pytest.fixture
def as_lead(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def as_owner(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """One that waits as long as expect() does."""
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page on which every console error, CSP violation and uncaught exception fails the test."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Service Worker registration blocked"):
            problems.append(f"{message.type}: {message.text} ({message.location})")

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
    )
    yield page
    assert problems == []
