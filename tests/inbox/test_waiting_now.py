"""How many wait right now: kept numbers and counting come to the same at every second of a quarter of an hour."""

from datetime import datetime, timedelta

import pytest

from connectors.models import Account
from inbox.lists.waiting import Waiting, longest_wait, waiting_by_account
from inbox.models import Status
from tests.make import HOUR, NINE, make_account, make_ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MOMENTS = [NINE, NINE + timedelta(seconds=1), NINE + 7 * MINUTE, NINE + 15 * MINUTE - timedelta(microseconds=1)]


def waits(account: Account, due: timedelta | None, **fields: object) -> None:
    values: dict[str, object] = {"needs_reply": True, "reply_due_at": None if due is None else NINE + due, **fields}
    if due is not None:
        values["queue_at"] = NINE + due
    make_ticket(account=account, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("now", MOMENTS)
def test_late_and_soon_are_told_to_the_second(now: datetime) -> None:
    account, other = make_account(), make_account(name="Other")
    dues = [-3 * HOUR, -MINUTE, timedelta(0), 5 * MINUTE, 7 * MINUTE, 14 * MINUTE, 61 * MINUTE, 67 * MINUTE, 5 * HOUR]
    for due in dues:
        waits(account, due)
    waits(account, None)
    waits(other, -HOUR, status=Status.WAITING)
    waits(other, -HOUR, status=Status.SNOOZED)
    waits(other, -HOUR, needs_reply=False)

    found = waiting_by_account(now, until=now + HOUR)

    late, coming = (sum(NINE + due < at for due in dues) for at in (now, now + HOUR))
    assert found == {account.pk: Waiting(len(dues) + 1, late, coming), other.pk: Waiting(1, 1, 1)}


def test_the_longest_wait_is_that_of_somebody_who_waits() -> None:
    account = make_account()
    assert longest_wait(NINE) is None
    waits(account, -HOUR, waits_since=NINE - 30 * HOUR, status=Status.SNOOZED)
    waits(account, -HOUR, waits_since=NINE - 20 * HOUR)
    waits(account, HOUR, waits_since=NINE - 2 * HOUR)

    assert longest_wait(NINE) == 20 * HOUR
