import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.datadir import DataDirectory
from tests.launcher.stack import Stack


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    """A prepared data directory."""
    directory = DataDirectory(tmp_path / "data")
    directory.prepare()
    return directory


@pytest.fixture(scope="module")
def open_data() -> Iterator[DataDirectory]:
    """A prepared data directory where other users may enter, unlike pytest's own: PostgreSQL does not run as root."""
    with tempfile.TemporaryDirectory(prefix="guichet-") as directory:
        data = DataDirectory(Path(directory))
        data.prepare()
        yield data


@pytest.fixture(scope="package")
def shared_stack() -> Iterator[Stack]:
    stack = Stack()
    yield stack
    stack.remove()


@pytest.fixture
def stack(shared_stack: Stack) -> Stack:
    """A running `up`; a test may end it, the next one gets it started again."""
    shared_stack.start()
    return shared_stack
