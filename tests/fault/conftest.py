"""A real stack, all of it, against simulated marketplaces that this process serves."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from connectors.abilities import ReadsBack
from connectors.registry import connectors
from connectors.simulation import Simulator
from launcher.project import PYTHON, ROOT
from tests.fault.marketplaces import marketplaces, speaks_by_mail
from tests.fault.storm import Place
from tests.fault.stranger import Stranger
from tests.launcher.stack import Stack, environment

SELLER = "velo_shop"
PASSWORD = "horse-battery-staple-9"
SHORT = {
    "GUICHET_UNDO_SECONDS": "1",
    "GUICHET_PULL_SECONDS": "2",
    "GUICHET_HTTP_SECONDS": "2",
    "GUICHET_SENDING_LEASE_SECONDS": "8",
    "GUICHET_SETTLE_SECONDS": "12",
    "GUICHET_API_CALLS_PER_MINUTE": "60000",
}


@dataclass
class Running:
    """A running installation with an account at each marketplace, connected over the API as anybody would."""

    stack: Stack
    places: tuple[Place, ...]
    api: Stranger

    def manage(self, *arguments: str, text: str = "") -> str:
        return manage(self.stack, *arguments, text=text)

    def database(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            dbname="guichet", user="guichet", host=str(self.stack.data / "run" / "pg"), connect_timeout=10
        )


def manage(stack: Stack, *arguments: str, text: str = "") -> str:
    """Run a command beside the stack; return what it printed."""
    answer = subprocess.run(
        [PYTHON, "-m", "launcher", "manage", *arguments],
        cwd=ROOT,
        env=environment(GUICHET_DATA=str(stack.data)),
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    served = {slug: simulator() for slug, simulator in marketplaces().items()}
    for simulator in served.values():
        simulator.confirms = True  # as with real copies: what a killed worker had sent is known by them
        simulator.start()
    stack = Stack(**SHORT, **{name: value for one in served.values() for name, value in one.environment().items()})
    try:
        stack.start()
        manage(stack, "create_user", "owner@shop.test", "--role", "owner", "--password-stdin", text=PASSWORD)
        api = Stranger(f"http://127.0.0.1:{stack.port}", manage(stack, "create_token", "owner@shop.test"))
        places = tuple(_place(api, slug, simulator) for slug, simulator in served.items())
        yield Running(stack, places, api)
    finally:
        stack.remove()
        for simulator in served.values():
            simulator.stop()


def _place(api: Stranger, slug: str, simulator: Simulator) -> Place:
    account_id = api.connect(slug, "Vélo Shop", simulator.add_seller(SELLER))
    reads_back = issubclass(connectors()[slug], ReadsBack)
    return Place(simulator, account_id, over_http=not speaks_by_mail(slug), reads_back=reads_back)
