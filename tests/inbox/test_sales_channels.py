"""Several sales channels behind one account: each is remembered, and may have rules of its own."""

from datetime import timedelta

import pytest

from connectors.models import Account
from connectors.models.account import Windows
from inbox.models import Ticket
from inbox.sales_channels import channel_name, remember_channels, set_windows
from tests.inbox.arrive import arrive, buyer_message
from tests.make import HOUR, NINE

pytestmark = pytest.mark.django_db
USUAL = Windows(8 * HOUR, 24 * HOUR)


def due(account: Account, thread_id: str) -> timedelta:
    """How long after nine o'clock an answer must be there."""
    reply_due_at = Ticket.objects.get(account=account, thread_id=thread_id).reply_due_at
    assert reply_due_at
    return reply_due_at - NINE


def test_a_channel_is_remembered_when_it_is_first_seen(desk: Account) -> None:
    arrive(desk, buyer_message("m1", channel="North"), buyer_message("m2", thread_id="t2", channel="South"))
    assert Account.objects.get(pk=desk.pk).channels == {"North": {}, "South": {}}


def test_two_workers_remember_each_their_channel(desk: Account) -> None:
    other = Account.objects.get(pk=desk.pk)
    remember_channels(desk, ["North"])
    remember_channels(other, ["South"])
    assert Account.objects.get(pk=desk.pk).channels == {"North": {}, "South": {}}


def test_a_channel_with_windows_of_its_own_has_deadlines_of_its_own(desk: Account) -> None:
    remember_channels(desk, ["North", "South"])
    set_windows(desk, USUAL, channels={"South": Windows(HOUR, 4 * HOUR)}, now=NINE)
    desk.refresh_from_db()

    arrive(desk, buyer_message("m1", channel="North"), buyer_message("m2", thread_id="t2", channel="South"))

    assert (due(desk, "t1"), due(desk, "t2")) == (24 * HOUR, 4 * HOUR)


def test_open_deadlines_follow_new_windows_of_their_channel_only(desk: Account) -> None:
    arrive(desk, buyer_message("m1", channel="North"), buyer_message("m2", thread_id="t2", channel="South"))

    set_windows(desk, USUAL, channels={"South": Windows(HOUR, 4 * HOUR)}, now=NINE)
    assert (due(desk, "t1"), due(desk, "t2")) == (24 * HOUR, 4 * HOUR)

    set_windows(desk, Windows(HOUR, 12 * HOUR), channels={"South": None}, now=NINE)
    assert (due(desk, "t1"), due(desk, "t2")) == (12 * HOUR, 12 * HOUR)


def test_keeping_everything_as_it_is_moves_nothing(desk: Account) -> None:
    arrive(desk, buyer_message("m1", channel="North"))
    set_windows(desk, USUAL, channels={}, now=NINE)
    assert Account.objects.get(pk=desk.pk).windows_version == desk.windows_version


def test_a_channel_is_called_by_its_name_or_else_its_code(desk: Account) -> None:
    assert (channel_name(desk, "North"), channel_name(desk, "West")) == ("Desk North", "West")
