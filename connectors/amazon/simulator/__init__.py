"""A stateful stand-in of Amazon: Seller Central over a simulated mail server, and the Selling Partner API."""

from connectors.amazon.simulator.simulator import AmazonSimulator

__all__ = ["AmazonSimulator"]
