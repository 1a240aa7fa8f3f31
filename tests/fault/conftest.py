"""A real stack, all of it, against a simulated eBay that this process serves."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from connectors.registry import simulators
from connectors.simulation import Simulator
from launcher.project import PYTHON, ROOT
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
    """A running installation with one account, connected over the API as anybody would."""

    stack: Stack
    ebay: Simulator
    api: Stranger
    account_id: int

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
    ebay = simulators()["ebay"]()
    ebay.start()
    stack = Stack(**SHORT, **ebay.environment())
    try:
        stack.start()
        manage(stack, "create_user", "owner@shop.test", "--role", "owner", "--password-stdin", text=PASSWORD)
        api = Stranger(f"http://127.0.0.1:{stack.port}", manage(stack, "create_token", "owner@shop.test"))
        account_id = api.connect("Vélo Shop", dict(ebay.add_seller(SELLER)))
        yield Running(stack, ebay, api, account_id)
    finally:
        stack.remove()
        ebay.stop()
