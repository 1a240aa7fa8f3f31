"""How often the simulated eBay may be called in a day, and what it says is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.ebay.simulator.state import stamp
from connectors.simulation_server import Reply, Request, json_reply

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Limits are reset at midnight there."""


@dataclass
class CallsToday:
    """Calls of the Message API since midnight Pacific time. day: in ISO 8601."""

    day: str = ""
    made: int = 0

    def count(self, *, at_most: int, now: datetime) -> bool:
        """Count a call; False if there were enough today."""
        self._begin(now)
        if self.made >= at_most:
            return False
        self.made += 1
        return True

    def told(self, request: Request, *, at_most: int, now: datetime) -> Reply:
        """The answer to getRateLimits."""
        if request.query.get("api_context", "commerce") != "commerce":
            return Reply(204)
        self._begin(now)
        midnight = (now.astimezone(PACIFIC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        rate: dict[str, Any] = {
            "count": self.made,
            "limit": at_most,
            "remaining": max(0, at_most - self.made),
            "reset": stamp(midnight),
            "timeWindow": 86400,
        }
        resource = {"name": "commerce.message", "rates": [rate]}
        limits = {"apiContext": "commerce", "apiName": "message", "apiVersion": "v1", "resources": [resource]}
        return json_reply(200, {"rateLimits": [limits]})

    def _begin(self, now: datetime) -> None:
        today = now.astimezone(PACIFIC).date().isoformat()
        if self.day != today:
            self.day, self.made = today, 0
