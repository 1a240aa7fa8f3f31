"""Fixtures for tests of the core against a marketplace that only takes and gives mails."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from connectors.models import Account
from tests.inbox.fake_marketplace import DESK, SLUG, Post, post
from tests.make import make_account

__all__ = ["post"]


@pytest.fixture
def postbox(post: Post, db: None) -> Account:
    """An account there."""
    return make_account(marketplace=SLUG, credentials={}, identity={"name": "velo_shop"})


@pytest.fixture
def desk(post: Post, db: None) -> Account:
    """An account at the marketplace with conversations."""
    return make_account(marketplace=DESK, credentials={}, identity={"name": "velo_shop"})


@pytest.fixture
def impatient(settings: Settings) -> None:
    """Wait a quarter of a second for an answer instead of half a minute."""
    settings.HTTP_READ = timedelta(seconds=0.25)
