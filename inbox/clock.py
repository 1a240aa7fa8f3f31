"""A clock that is handed in and goes on: for work that lasts longer than an instant."""

import time
from datetime import datetime, timedelta


class RunningClock:
    """Starts at `now` and goes on at the pace of the machine's monotonic clock."""

    def __init__(self, now: datetime) -> None:
        self._start = now
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._started)
