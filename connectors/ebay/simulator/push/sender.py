"""Delivers notifications from a thread of its own: signed, repeated when not taken, given up after many failures.

Source: fact sheet 4.1, 4.3 and 4.4, read 2026-11. eBay repeats after minutes and gives up after a day or so; a
demo cannot wait so long.
"""

import hashlib
import heapq
import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests

from connectors.ebay.simulator.push.signing import Signer
from connectors.ebay.simulator.push.state import Destination
from connectors.ebay.simulator.state import stamp

TAKEN = frozenset({200, 201, 202, 204})
PATIENCE_SECONDS = 3.0


@dataclass(order=True)
class Parcel:
    """One notification on its way. due: by the monotonic clock."""

    due: float
    number: int
    destination: str = field(compare=False)
    topic: str = field(compare=False)
    data: Mapping[str, Any] = field(compare=False)
    notification_id: str = field(compare=False)
    event_at: datetime = field(compare=False)
    attempt: int = field(compare=False, default=1)

    def body(self, now: datetime) -> bytes:
        """Written compactly, which is what is signed."""
        notification = {
            "notificationId": self.notification_id,
            "eventDate": stamp(self.event_at),
            "publishDate": stamp(now),
            "publishAttemptCount": self.attempt,
            "data": self.data,
        }
        metadata = {"topic": self.topic, "schemaVersion": "1.0", "deprecated": False}
        content = {"metadata": metadata, "notification": notification}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


class Sender:
    """where: the destination with an id, None if it is not to be delivered to. given_up: called with its id.

    attempts, seconds_between, failures_until_down: how stubborn it is.
    """

    def __init__(
        self,
        signer: Signer,
        *,
        now: Callable[[], datetime],
        where: Callable[[str], Destination | None],
        given_up: Callable[[str], None],
    ) -> None:
        self.signer = signer
        self.now = now
        self.where = where
        self.given_up = given_up
        self.attempts, self.seconds_between, self.failures_until_down = 3, 3.0, 10
        self.answers: list[tuple[str, int]] = []
        """Of every delivery: its topic, and the status it was answered with; 0 if it was not."""
        self._waiting: list[Parcel] = []
        self._changed = threading.Condition()
        self._failures: dict[str, int] = {}
        self._stopped = True
        self._session = _session()

    def start(self) -> None:
        self._stopped = False
        threading.Thread(target=self._run, daemon=True, name="ebay-push").start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def send(self, destination: str, topic: str, data: Mapping[str, Any]) -> None:
        with self._changed:
            number = len(self._waiting) + len(self.answers)
            name = f"{uuid.uuid4()}_{uuid.uuid4()}"
            parcel = Parcel(time.monotonic(), number, destination, topic, data, name, self.now())
            heapq.heappush(self._waiting, parcel)
            self._changed.notify()

    def challenge_holds(self, endpoint: str, token: str) -> bool:
        """Ask an endpoint whether it knows the token."""
        code = str(uuid.uuid4())
        wanted = hashlib.sha256(f"{code}{token}{endpoint}".encode()).hexdigest()
        try:
            answer = _session().get(
                endpoint, params={"challenge_code": code}, timeout=PATIENCE_SECONDS, allow_redirects=False
            )
            is_json = answer.headers.get("content-type", "").startswith("application/json")
            return bool(answer.status_code == 200 and is_json and answer.json().get("challengeResponse") == wanted)
        except (requests.RequestException, ValueError, AttributeError):
            return False

    def _run(self) -> None:
        while (parcel := self._next()) is not None:
            destination = self.where(parcel.destination)
            if destination is not None:
                self._deliver(parcel, destination)

    def _next(self) -> Parcel | None:
        """Wait for the next one that is due; None at the end."""
        with self._changed:
            while not self._stopped:
                wait = self._waiting[0].due - time.monotonic() if self._waiting else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._waiting)
                self._changed.wait(wait)
        return None

    def _deliver(self, parcel: Parcel, destination: Destination) -> None:
        status = self._posted(destination.endpoint, parcel.body(self.now()))
        self.answers.append((parcel.topic, status))
        if status in TAKEN:
            self._failures[destination.id] = 0
            return
        self._failures[destination.id] = self._failures.get(destination.id, 0) + 1
        if self._failures[destination.id] >= self.failures_until_down:
            self._failures[destination.id] = 0
            self.given_up(destination.id)
        elif parcel.attempt < self.attempts:
            parcel.attempt += 1
            parcel.due = time.monotonic() + self.seconds_between
            with self._changed:
                heapq.heappush(self._waiting, parcel)

    def _posted(self, endpoint: str, body: bytes) -> int:
        headers = {"Content-Type": "application/json", "X-EBAY-SIGNATURE": self.signer.header(body)}
        try:
            return self._session.post(
                endpoint, data=body, headers=headers, timeout=PATIENCE_SECONDS, allow_redirects=False
            ).status_code
        except requests.RequestException:
            return 0


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session
