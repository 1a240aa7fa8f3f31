"""A stateful stand-in of eBay's Message, Identity, OAuth and Analytics calls."""

from connectors.ebay.simulator.server import EbaySimulator

__all__ = ["EbaySimulator"]
