"""What the simulated eBay tells by itself: of messages, orders, feedback, withdrawn consents and closed accounts."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.ebay.simulator.push import desk
from connectors.ebay.simulator.push.call import BASE, Call
from connectors.ebay.simulator.push.payloads import new_message, person
from connectors.ebay.simulator.push.sender import Sender
from connectors.ebay.simulator.push.signing import Signer
from connectors.ebay.simulator.push.state import Destination, PushMemory
from connectors.ebay.simulator.refusals import gateway
from connectors.ebay.simulator.remembering import Remembering
from connectors.ebay.simulator.state import MEMBERS, Token, stamp
from connectors.simulation import system_clock
from connectors.simulation_server import Reply, Request

DELETION, REVOCATION = "MARKETPLACE_ACCOUNT_DELETION", "AUTHORIZATION_REVOCATION"
STRANGER_EVERY_SECONDS = 40.0
STRANGERS_PER_BUYER = 30
LONG_SILENT = timedelta(days=2)
"""A buyer closes his account only when he has nothing more to say, or the demo would lose its conversations."""


class Pushes(Remembering):
    """The part of EbaySimulator that notifies.

    takes_loopback: whether it delivers to plain addresses on this machine, which the real eBay refuses.
    """

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.takes_loopback = True
        self.sender = Sender(Signer(), now=now, where=self._deliverable, given_up=self.mark_down)
        self._over = threading.Event()

    @property
    def pushes(self) -> PushMemory:
        return self.memory.pushes

    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().start(host=host, port=port)
        self.sender.start()
        self._over.clear()
        if self.lively:
            threading.Thread(target=self._close_accounts, daemon=True, name="ebay-people").start()

    def stop(self) -> None:
        self._over.set()
        self.sender.stop()
        super().stop()

    def closes_account(self, name: str) -> None:
        """Somebody leaves eBay; every application is told, whether it knows him or not."""
        with self.lock:
            self._write({"event": "person_closed", "name": name})
            for subscription in self.pushes.active(DELETION, ""):
                self.sender.send(subscription.destination, DELETION, person(name))

    def mark_down(self, destination_id: str) -> None:
        """Give a destination up."""
        with self.lock:
            found = self.pushes.destinations[destination_id]
            self._write({"event": "push_destination", **vars(found), "status": "MARKED_DOWN"})

    def _notifications(self, request: Request, token: Token) -> Reply | None:
        """The answer of the Notification API; None if the call is for another."""
        if not request.path.startswith(f"{BASE}/"):
            return None
        call = Call(
            request,
            token,
            self.pushes,
            write=self._write,
            sender=self.sender,
            now=self.now(),
            url=self.url,
            takes_loopback=self.takes_loopback,
        )
        return desk.answer(call) or gateway(404, 2002, "Resource not found")

    def _write(self, event: Mapping[str, Any]) -> None:
        super()._write(event)
        for topic, owner, data in self._news(event):
            for subscription in self.pushes.active(topic, owner):
                self.sender.send(subscription.destination, topic, data)

    def _news(self, event: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Topic, owner of the subscription, and data, for what is worth telling of an event."""
        what, facts = event["event"], event.get("facts", {})
        if what == "message" and event["inbound"] and event["kind"] == MEMBERS:
            yield "NEW_MESSAGE", event["seller"], new_message(event)
        if what == "sold" and "placed_at" in facts:
            user = {"username": facts["buyer"]}
            yield "ORDER_CONFIRMATION", facts["seller"], {**self._of(facts["seller"]), "order": {"buyer": user}}
        if what == "opinion" and "seller" in facts:
            yield "FEEDBACK_RECEIVED", facts["seller"], {**self._of(facts["seller"]), "feedbackId": event["id"]}
        if what == "revoked":
            seller = self.memory.sellers[event["seller"]]
            reason = {"revokeReason": "REVOKED_BY_USER", "revocationDate": stamp(self.now())}
            yield REVOCATION, "", {**person(seller.name, seller.user_id), **reason}

    def _of(self, key: str) -> Mapping[str, Any]:
        seller = self.memory.sellers[key]
        return {"user": {"userId": seller.user_id, "username": seller.name}}

    def _deliverable(self, destination_id: str) -> Destination | None:
        with self.lock:
            found = self.pushes.destinations.get(destination_id)
            return found if found is not None and found.status == "ENABLED" else None

    def _close_accounts(self) -> None:
        """People leave eBay all the time: strangers, and now and then a buyer who has not written for long."""
        dice, strangers = random.Random(), 0  # noqa: S311
        while not self._over.wait(STRANGER_EVERY_SECONDS * dice.uniform(0.5, 1.5)):
            strangers += 1
            name = "" if strangers % STRANGERS_PER_BUYER else self._silent_buyer()
            self.closes_account(name or f"stranger_{dice.randrange(10**9)}")

    def _silent_buyer(self) -> str:
        """A buyer none of whose conversations is still going on; empty if there is none."""
        with self.lock:
            latest: dict[str, datetime] = {}
            for each in self.memory.conversations.values():
                if each.kind == MEMBERS and each.messages:
                    latest[each.other] = max(each.messages[-1].at, latest.get(each.other, each.messages[-1].at))
            before = self.now() - LONG_SILENT
            return next((name for name, at in latest.items() if at < before and name not in self.pushes.closed), "")
