"""What all parts of the simulated eBay share: one memory, made of events, and the sellers in it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.ebay.simulator.state import State
from connectors.simulation import system_clock
from connectors.simulation_server import HttpSimulator


class Remembering(HttpSimulator):
    """A simulator whose state is what its journal tells."""

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.memory = State()
        for event in self.journal.replay():
            self.memory.apply(event)

    def _seller(self, name: str) -> str:
        seller = self.memory.sellers.get(name) or self.memory.seller_called(name)
        if seller is None:
            raise KeyError(f"there is no seller {name}")
        return seller.key

    def _write(self, event: Mapping[str, Any]) -> None:
        self.journal.append(event)
        self.memory.apply(event)
