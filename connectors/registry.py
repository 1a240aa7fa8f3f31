"""Which marketplaces exist: one folder below `connectors/` with a `connector.py` is one marketplace."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from connectors.base import Connector
from connectors.simulation import Simulator

HERE = Path(__file__).parent


@cache
def connectors() -> Mapping[str, type[Connector]]:
    """Every connector class by slug, in alphabetical order."""
    found = {}
    for folder in _folders():
        module = importlib.import_module(f"connectors.{folder}.connector")
        for _, thing in inspect.getmembers(module, inspect.isclass):
            if issubclass(thing, Connector) and thing.__module__ == module.__name__ and not inspect.isabstract(thing):
                found[thing.slug] = thing
    return dict(sorted(found.items()))


def connector_class(slug: str) -> type[Connector]:
    """The connector class of one marketplace. Raises KeyError naming the slug if there is none."""
    return connectors()[slug]


@cache
def simulators() -> Mapping[str, type[Simulator]]:
    """Every simulator class by slug; a marketplace may have none."""
    found = {}
    for folder in _folders():
        if (HERE / folder / "simulator").is_dir() or (HERE / folder / "simulator.py").exists():
            module = importlib.import_module(f"connectors.{folder}.simulator")
            for _, thing in inspect.getmembers(module, inspect.isclass):
                if issubclass(thing, Simulator) and not inspect.isabstract(thing):
                    found[thing.slug] = thing
    return dict(sorted(found.items()))


def _folders() -> list[str]:
    return sorted(
        module.name
        for module in pkgutil.iter_modules([str(HERE)])
        if module.ispkg and (HERE / module.name / "connector.py").exists()
    )
