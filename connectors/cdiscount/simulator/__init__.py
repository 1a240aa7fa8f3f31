"""A stateful stand-in of Octopia's discussion, order and token calls, as the fact sheet reconstructs them."""

from connectors.cdiscount.simulator.server import CdiscountSimulator

__all__ = ["CdiscountSimulator"]
