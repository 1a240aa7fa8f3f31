"""The tick: open hours first, then the passing of time, what is new or asked for, and what has changed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from kpis.rollup.building import begin_stale, note_ready
from kpis.rollup.following import follow_some
from kpis.rollup.looks import begin_asked, note_looks_ready
from kpis.rollup.open_hours import lay_out_open_hours
from kpis.rollup.passing import follow_time


def follow(clock: Callable[[], datetime], *, longest: timedelta | None = None) -> None:
    """Work until nothing is left, or for about as long as that."""
    began = clock()
    lay_out_open_hours(began)
    follow_time(began)
    begin_stale(began)
    begin_asked(began)
    while follow_some():
        now = clock()
        note_looks_ready(now)
        if longest and now - began > longest:
            return
        follow_time(now)
    note_ready()
    note_looks_ready(clock())
