"""How the marketplaces judge each account: real limits, averages that are none, and our own count beside theirs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.models import Indicator, User
from kpis.charts.drawing import Drawing
from kpis.dashboard.judged import gauge_of
from tests.kpis.pages.test_dashboard import page_of, signed_in
from tests.make import make_account, make_claim, make_order, make_ticket

pytestmark = pytest.mark.django_db


def judged(account: Account, name: str, value: str, **facts: str) -> Indicator:
    now = timezone.now()
    facts.setdefault("label", name)
    return Indicator.objects.create(account=account, name=name, on=now.date(), value=value, fetched_at=now, **facts)


def bought(account: Account, orders: int) -> None:
    for number in range(orders):
        make_order(account=account, external_id=f"o{number}", placed_at=timezone.now() - timedelta(days=3))


def claimed(account: Account, kind: str, reason: str) -> int:
    """The id of its ticket."""
    ticket = make_ticket(account=account, kind="claim")
    make_claim(ticket, kind=kind, reason=reason, opened_at=timezone.now() - timedelta(days=2))
    return ticket.pk


def drawn(reader: Client) -> list[Drawing | None]:
    [one] = reader.get(reverse("dashboard")).context["judged"]
    return [limit.gauge for limit in one.limits]


def test_the_average_of_other_sellers_is_called_that_and_draws_no_limit(
    client: Client, owner: User, account: Account
) -> None:
    judged(account, "ITEM_NOT_RECEIVED/CURRENT", "2.20", peers="1.10", rating="Very high", standing="bad")
    text = page_of(signed_in(client, owner), "dashboard")
    assert "average of comparable sellers 1.10, rated “Very high”" in text
    assert "limit 1.10" not in text
    assert drawn(client) == [None]
    words = [alarm.words for alarm in client.get(reverse("dashboard")).context["alarms"]]
    assert any(": 2.20 (average of comparable sellers 1.10, rated “Very high”)" in one for one in words)


def test_a_limit_that_the_marketplace_sets_is_drawn(client: Client, owner: User, account: Account) -> None:
    judged(account, "LATE_SHIPMENT_RATE", "1.60", threshold="≤ 3.00", standing="good")
    assert "limit ≤ 3.00" in page_of(signed_in(client, owner), "dashboard")
    assert [one is not None for one in drawn(client)] == [True]


def test_not_as_described_is_counted_by_the_reasons_that_mean_it(client: Client, owner: User, account: Account) -> None:
    bought(account, 40)
    broken, other = claimed(account, "return", "DEFECTIVE_ITEM"), claimed(account, "return", "NO_LONGER_NEED_ITEM")
    wrong = claimed(account, "return", "NOT_AS_DESCRIBED")
    judged(account, "ITEM_NOT_AS_DESCRIBED/CURRENT/EBAY_FR/888", "1.20", peers="1.10", rating="average")
    text = page_of(signed_in(client, owner), "dashboard")
    assert "5 % (+3.8 points)" in text
    assert "claims for one of the reasons “arrived damaged”, “defective item”, “not as described”" in text
    assert "on a hundred of the 40 orders" in text
    href = re.search(r'<a href="([^"]+)">5 % \(\+3.8 points\)', text)
    assert href
    behind = client.get(href[1].replace("&amp;", "&"))
    tickets = {int(one) for one in re.findall(r"/tickets/(\d+)/", behind.content.decode())}
    assert {broken, wrong} <= tickets
    assert other not in tickets


def test_a_to_z_claims_are_counted_by_their_kind(client: Client, owner: User) -> None:
    account = make_account(marketplace="amazon")
    bought(account, 10)
    claimed(account, "a_to_z", "")
    claimed(account, "return", "")
    judged(account, "aToZClaims", "0.25 % (5/2000)")
    assert "10 % (+9.8 points)" in page_of(signed_in(client, owner), "dashboard")


def test_without_orders_there_is_no_own_count(client: Client, owner: User, account: Account) -> None:
    claimed(account, "not_received", "ITEM_NOT_RECEIVED")
    judged(account, "ITEM_NOT_RECEIVED/CURRENT", "0.5")
    assert "points)" not in page_of(signed_in(client, owner), "dashboard")


def test_what_is_good_and_not_counted_here_is_folded_away_but_in_the_table(
    client: Client, owner: User, account: Account
) -> None:
    for number in range(9):
        judged(account, f"metric{number}", "1 %", standing="good")
    judged(account, "metric9", "9 %", threshold="2 %", standing="bad")
    [one] = signed_in(client, owner).get(reverse("dashboard")).context["judged"]
    assert [len(one.limits), len(one.others)] == [6, 4]
    assert one.limits[0].line.label == "metric9"
    table = client.get(reverse("page_table", args=["marketplaces", "csv"]))
    assert b"".join(table).decode().count("metric") == 10  # type: ignore[arg-type]


def test_a_limit_of_nothing_is_no_gauge(client: Client, owner: User, account: Account) -> None:
    judged(account, "listingPolicyViolations", "3", threshold="= 0", standing="bad")
    [one] = signed_in(client, owner).get(reverse("dashboard")).context["judged"]
    assert gauge_of(one.limits[0].line) is None
