"""A pytest plugin: throw-away PostgreSQL and Valkey, started before Django reads its settings.

It must be early (`addopts = -p tests.servers`): a conftest comes after pytest-django has loaded the settings.
Under pytest-xdist every worker has servers of its own, so that none meets another's rows, keys and counters.
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
_STARTED = "GUICHET_TEST_SERVERS"
"""Names, for the workers, the variables that their controller has set to its own servers."""


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """A wrapper, since only that comes before pytest-django's own, which is first among the others."""
    for name in filter(None, os.environ.pop(_STARTED, "").split()):
        del os.environ[name]
    given = set(os.environ)
    try:
        if "PYTEST_XDIST_WORKER" not in os.environ:
            compile_catalogues()
        site = _servers.enter_context(throwaway_installation(FORGETFUL))
    except CannotStart as error:
        raise pytest.UsageError(str(error)) from error
    atexit.register(_servers.close)
    export(site)
    os.environ[_STARTED] = " ".join(site.environment.keys() - given)
    return (yield)


def pytest_unconfigure() -> None:
    _servers.close()
