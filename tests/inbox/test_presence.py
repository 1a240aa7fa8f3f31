"""Who is at which ticket: for seconds, in Redis, and never in anybody's way."""

from datetime import timedelta

import pytest
import redis
from django.core.cache import cache

from inbox import presence
from inbox.presence import LOOKS_FOR, WRITES_FOR, Present
from tests.make import NINE

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_somebody_is_there_until_his_page_is_silent_for_a_while() -> None:
    presence.look(1, 7, NINE)
    assert presence.present(NINE + LOOKS_FOR) == [Present(1, 7, 0.0)]
    assert presence.present(NINE + LOOKS_FOR + SECOND) == []


def test_somebody_writes_until_he_pauses() -> None:
    presence.write(1, 7, NINE)
    assert [one.writes for one in presence.present(NINE + WRITES_FOR)] == [True]
    assert [one.writes for one in presence.present(NINE + WRITES_FOR + SECOND)] == [False]


def test_a_sent_text_is_not_being_written() -> None:
    presence.write(1, 7, NINE)
    presence.stop_writing(1, 7)
    assert [one.writes for one in presence.present(NINE)] == [False]


def test_only_who_was_there_goes_on_looking() -> None:
    presence.look(1, 7, NINE)
    assert presence.still_looks(1, 7, NINE + SECOND)
    assert not presence.still_looks(2, 7, NINE + SECOND)
    assert presence.present(NINE + LOOKS_FOR + SECOND) == [Present(1, 7, 0.0)]


def test_everybody_is_told_apart() -> None:
    presence.look(1, 7, NINE)
    presence.look(1, 8, NINE)
    presence.look(2, 7, NINE)
    found = {(one.ticket_id, one.user_id) for one in presence.present(NINE)}
    assert found == {(1, 7), (1, 8), (2, 7)}


def test_without_redis_nobody_is_seen_and_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> redis.Redis:
        return redis.Redis.from_url("unix:///nowhere/valkey.sock")

    monkeypatch.setattr(presence, "client", away)
    presence.write(1, 7, NINE)
    presence.stop_writing(1, 7)
    assert presence.still_looks(1, 7, NINE)
    assert presence.present(NINE) == []
