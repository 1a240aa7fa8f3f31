"""A shop's contact address and the people who write to it, on a simulated mail server."""

from connectors.email.simulator.simulator import EmailSimulator

__all__ = ["EmailSimulator"]
