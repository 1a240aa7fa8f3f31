"""How many queries the pages take that people have open all day: the same however much there is on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connectors.models import Account
from inbox.lists.views import BUILT_IN
from inbox.models import User
from tests.make import make_account, make_claim, make_feedback, make_message, make_ticket
from tests.pages.test_saved_views import make_view

pytestmark = pytest.mark.django_db

BUDGETS = {
    "/?q=lang:de+bonjour": 10,
    "/?q=is:late": 10,
    "/?language=de&left=any": 8,
    "/search/completion/?q=account:": 3,
    "/search/completion/?q=from:lis": 4,
    "/changes/": 8,
    "/claims/": 7,
    "/feedback/": 9,
    "/outbox/": 8,
    "/alerts/": 8,
    "/views/": 8,
    "/views/new/": 8,
    "/many/": 8,
    "/accounts/": 12,
    "/settings/": 7,
    "/people/": 8,
    "/settings/calendars/": 8,
    "/settings/deadlines/": 11,
    "/settings/holidays/": 12,
    "/forecast/": 8,
    **{f"/?view={name}": 10 for name in BUILT_IN},
}
"""A list may take twelve."""


def test_pages_keep_to_their_budgets_whatever_is_on_them(as_owner: Client, account: Account, owner: User) -> None:
    _fill(account, owner, count=3)
    few = _queries(as_owner)
    assert {address: taken for address, taken in few.items() if taken > BUDGETS[address]} == {}
    _fill(account, owner, count=12)
    assert _queries(as_owner) == few


def _fill(account: Account, owner: User, *, count: int) -> None:
    """So many more of what the pages list."""
    now = timezone.now()
    for number in range(count):
        due = now + timedelta(hours=number - 1)
        ticket = make_ticket(account=account, buyer_name=f"Buyer {number}", needs_reply=True, reply_due_at=due)
        make_message(ticket)
        make_claim(ticket)
        make_feedback(account=account, order_id="1")
        make_account(name=f"Shop {now} {number}")
        make_view(owner, f"View {now} {number}", tag=["x"])


def _queries(client: Client) -> dict[str, int]:
    """How many each page takes the second time it is asked for."""
    found = {}
    for address in BUDGETS:
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = len(taken)
    return found
