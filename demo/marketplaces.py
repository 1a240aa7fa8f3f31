"""Starting the simulated marketplaces on ports that stay the same from run to run."""

import json
import os
import socket
from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager

from connectors.registry import connectors, simulators
from connectors.simulation import Simulator
from demo.catalogue import load_catalogue
from demo.lock import AlreadyServing, only_one
from demo.places import Places, write_privately
from demo.stage import Venue

HOST = "127.0.0.1"


class PortTaken(Exception):  # noqa: N818
    """Another program has the port the application was told of."""


def environment(places: Places) -> dict[str, str]:
    """Settings that point every connector at its simulator; the ports in it are kept for serving.

    While a demo is served from there, this is what that demo was started with.
    """
    try:
        with only_one(places.lock):
            _choose_ports(places)
            with serving(places):
                pass
    except AlreadyServing:
        pass
    told: dict[str, str] = json.loads(places.environment.read_text(encoding="utf-8"))
    return told


@contextmanager
def serving(places: Places) -> Iterator[dict[str, Simulator]]:
    """Every simulator, by slug, serving during the block; writes down their settings. Raises PortTaken."""
    ports = _ports(places) or _choose_ports(places)
    with ExitStack() as stack:
        running = {}
        for slug, simulator_class in simulators().items():
            simulator = simulator_class(state=places.simulator(slug))
            simulator.lively = True
            try:
                simulator.start(host=HOST, port=ports[slug])
            except OSError as error:
                raise PortTaken(f"port {ports[slug]} of the simulated {slug} is taken: {error.strerror}") from error
            stack.callback(simulator.stop)
            simulator.send_sellers_back_to(f"{_application()}/accounts/sign-in/{slug}/")
            running[slug] = simulator
        settings = ChainMap(*(dict(simulator.environment()) for simulator in running.values()))
        write_privately(places.environment, json.dumps(dict(settings)))
        yield running


def _application() -> str:
    """The address of the application that this demo is played for."""
    own = f"http://{os.environ.get('GUICHET_HOST', HOST)}:{os.environ.get('GUICHET_PORT', '8000')}"
    return os.environ.get("GUICHET_PUBLIC_URL", "").rstrip("/") or own


def venues(running: Mapping[str, Simulator]) -> dict[str, Venue]:
    return {slug: Venue(connectors()[slug].label, simulator) for slug, simulator in running.items()}


def write_accounts(places: Places, running: Mapping[str, Simulator]) -> None:
    """Make every shop a seller at every marketplace; write down how an account connects as him."""
    accounts = [
        {"marketplace": slug, "name": shop.name, "credentials": dict(simulator.add_seller(shop.seller))}
        for slug, simulator in sorted(running.items())
        for shop in load_catalogue().shops
    ]
    write_privately(places.accounts, json.dumps(accounts, ensure_ascii=False, indent=2))


def _ports(places: Places) -> dict[str, int]:
    """The ports chosen before; empty if none were, or not for all simulators of today."""
    try:
        known: dict[str, int] = json.loads(places.ports.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return known if set(simulators()) <= set(known) else {}


def _choose_ports(places: Places) -> dict[str, int]:
    """Keep the ports chosen before if they are free, else take others."""
    known = _ports(places)
    chosen: dict[str, int] = {}
    for slug in simulators():
        port = known.get(slug, 0)
        chosen[slug] = port if port and _is_free(port) else _free_port(besides=set(chosen.values()))
    write_privately(places.ports, json.dumps(chosen))
    return chosen


def _free_port(*, besides: set[int]) -> int:
    while True:
        with closing(socket.socket()) as probe:
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
        if port not in besides:
            return port


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
