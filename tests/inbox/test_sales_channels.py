"""Several sales channels behind one account: each is remembered, and may be called something."""

import pytest

from connectors.models import Account
from inbox.accounts.sales_channels import channel_name, remember_channels
from tests.inbox.arrive import arrive, buyer_message

pytestmark = pytest.mark.django_db


def test_a_channel_is_remembered_when_it_is_first_seen(desk: Account) -> None:
    arrive(desk, buyer_message("m1", channel="North"), buyer_message("m2", thread_id="t2", channel="South"))
    assert Account.objects.get(pk=desk.pk).channels == ["North", "South"]


def test_two_workers_remember_each_their_channel(desk: Account) -> None:
    other = Account.objects.get(pk=desk.pk)
    remember_channels(desk, ["North"])
    remember_channels(other, ["South"])
    assert Account.objects.get(pk=desk.pk).channels == ["North", "South"]


def test_a_channel_is_called_by_its_name_or_else_its_code(desk: Account) -> None:
    assert (channel_name(desk, "North"), channel_name(desk, "West")) == ("Desk North", "West")
