"""A pytest plugin: throw-away PostgreSQL and Valkey, started before Django reads its settings.

It must be early (`addopts = -p tests.servers`): a conftest comes after pytest-django has loaded the settings.
pytest-xdist's workers inherit the environment of the controller, which has started the servers.
"""

import atexit
import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from launcher.catalogues import compile_catalogues
from launcher.errors import CannotStart
from launcher.throwaway import FORGETFUL, export, throwaway_installation

_servers = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """A wrapper, since only that comes before pytest-django's own, which is first among the others."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            compile_catalogues()
            site = _servers.enter_context(throwaway_installation(FORGETFUL))
        except CannotStart as error:
            raise pytest.UsageError(str(error)) from error
        atexit.register(_servers.close)
        export(site)
    return (yield)


def pytest_unconfigure() -> None:
    _servers.close()
