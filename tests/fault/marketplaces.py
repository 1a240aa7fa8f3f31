"""The marketplaces that have bad days in the fault tests."""

from collections.abc import Mapping

from connectors.abilities import ReadsMail
from connectors.registry import connectors, simulators
from connectors.simulation import Simulator


def marketplaces() -> Mapping[str, type[Simulator]]:
    """Their simulators by slug: all but the mailbox of any mail, which goes the same way as the other mail."""
    return {slug: simulator for slug, simulator in simulators().items() if not _takes_any_mail(slug)}


def speaks_by_mail(slug: str) -> bool:
    return issubclass(connectors()[slug], ReadsMail)


def _takes_any_mail(slug: str) -> bool:
    connector = connectors()[slug]
    return issubclass(connector, ReadsMail) and connector.fallback
