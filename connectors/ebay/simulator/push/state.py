"""What the simulated eBay remembers about notifications. Every change is an event, as in the rest of its memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FIRST_DESTINATION, FIRST_SUBSCRIPTION = 7000, 9000


@dataclass
class Destination:
    """status: ENABLED, DISABLED, or MARKED_DOWN, which only eBay sets."""

    id: str
    name: str
    endpoint: str
    token: str
    status: str


@dataclass
class Subscription:
    """owner: the key of a seller; empty = the application's."""

    id: str
    topic: str
    owner: str
    destination: str
    status: str
    payload: Mapping[str, str]
    created: str


@dataclass
class PushMemory:
    """Not locked: the simulator's lock is held around it. closed: user names of people who are gone."""

    contact: str = ""
    destinations: dict[str, Destination] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    made: int = 0

    def appliers(self) -> dict[str, Callable[[Mapping[str, Any]], None]]:
        return {
            "push_contact": self._contact,
            "push_destination": self._destination,
            "push_destination_ended": self._destination_ended,
            "push_subscription": self._subscription,
            "push_subscription_ended": self._subscription_ended,
            "person_closed": lambda event: self.closed.add(event["name"]),
        }

    def new_id(self, first: int) -> str:
        return str(first + self.made + 1)

    def active(self, topic: str, owner: str) -> list[Subscription]:
        """Enabled subscriptions whose destination is enabled, too."""
        return [
            each
            for each in self.subscriptions.values()
            if (each.topic, each.owner, each.status) == (topic, owner, "ENABLED")
            and each.destination in self.destinations
            and self.destinations[each.destination].status == "ENABLED"
        ]

    def _contact(self, event: Mapping[str, Any]) -> None:
        self.contact = event["contact"]

    def _destination(self, event: Mapping[str, Any]) -> None:
        self.made += event["id"] not in self.destinations
        self.destinations[event["id"]] = Destination(**{name: event[name] for name in Destination.__annotations__})

    def _destination_ended(self, event: Mapping[str, Any]) -> None:
        self.destinations.pop(event["id"], None)

    def _subscription_ended(self, event: Mapping[str, Any]) -> None:
        self.subscriptions.pop(event["id"], None)

    def _subscription(self, event: Mapping[str, Any]) -> None:
        self.made += event["id"] not in self.subscriptions
        self.subscriptions[event["id"]] = Subscription(**{name: event[name] for name in Subscription.__annotations__})
