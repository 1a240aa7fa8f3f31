"""The claims page: by time left, filtered, page by page, and fresh while it is open."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox import changes
from inbox.models import Claim, Ticket, User
from inbox.views.ticket.live import MOST_ROWS
from tests.make import DAY, HOUR, make_account, make_claim, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def claim(account: Account, buyer: str, *, hours: float | None = None, **fields: object) -> Claim:
    """A claim that waits for the shop for `hours` more."""
    ticket = make_ticket(account=account, kind="claim", buyer_name=buyer, order_id=f"order of {buyer}")
    respond_by = timezone.now() + timedelta(hours=hours) if hours is not None else None
    return make_claim(ticket, respond_by=respond_by, **fields)


def buyers(reader: Client, **query: str | int) -> Sequence[str]:
    return [row.buyer for row in reader.get(reverse("claims"), query).context["rows"]]


def test_claims_stand_by_time_left_and_those_without_a_deadline_after_them(reader: Client, account: Account) -> None:
    claim(account, "No deadline")
    claim(account, "Later", hours=50)
    claim(account, "Late", hours=-3)
    claim(account, "Soon", hours=1)
    assert buyers(reader) == ["Late", "Soon", "Later", "No deadline"]


def test_what_others_examine_stands_last_and_is_not_late(reader: Client, account: Account) -> None:
    claim(account, "Examined", hours=-90, state="waiting")
    claim(account, "Awaited", hours=90)
    rows = reader.get(reverse("claims")).context["rows"]
    assert [(row.buyer, row.left.words) for row in rows][1] == ("Examined", "not your turn")
    assert rows[0].buyer == "Awaited"


def test_ended_claims_are_shown_by_themselves_the_last_to_end_on_top(reader: Client, account: Account) -> None:
    now = timezone.now()
    claim(account, "Open", hours=1)
    claim(account, "Won", state="won", ended_at=now - DAY)
    claim(account, "Lost", state="lost", ended_at=now - HOUR)
    assert buyers(reader) == ["Open"]
    assert buyers(reader, state="ended") == ["Lost", "Won"]
    assert buyers(reader, state="won") == ["Won"]


def test_a_row_says_all_in_words(reader: Client, account: Account) -> None:
    shown = claim(
        account,
        "Jeanne D.",
        hours=-2.5,
        kind="not_received",
        state_there="WAITING_SELLER_RESPONSE",
        amount=Decimal("1039.8"),
        currency="EUR",
    )
    text = reader.get(reverse("claims")).content.decode()
    words = ["not received", "Jeanne D.", "your answer is awaited", "waiting for the seller", "€1,039.80"]
    assert [
        word for word in [*words, "late by 2 h", "order of Jeanne D.", 'aria-label="eBay"'] if word not in text
    ] == []
    assert f'href="{shown.ticket.get_absolute_url()}"' in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "return"}, ["Return"]),
        ({"state": "seller"}, ["Dispute", "Return"]),
        ({"state": "waiting"}, ["Amazon"]),
        ({"marketplace": "amazon"}, ["Amazon"]),
        ({"marketplace": "ebay", "kind": "payment_dispute"}, ["Dispute"]),
        ({"kind": "nonsense", "state": "nonsense", "account": "x"}, ["Dispute", "Return", "Amazon"]),
    ],
)
def test_filters_narrow_the_list(reader: Client, account: Account, query: dict[str, str], found: Sequence[str]) -> None:
    claim(account, "Return", hours=5, kind="return")
    claim(account, "Dispute", hours=2, kind="payment_dispute")
    claim(make_account(marketplace="amazon"), "Amazon", hours=1, state="waiting")
    assert buyers(reader, **query) == found


def test_one_account_is_shown_alone(reader: Client, account: Account) -> None:
    other = make_account()
    claim(account, "First", hours=1)
    claim(other, "Second", hours=2)
    assert buyers(reader, account=other.id) == ["Second"]


@pytest.mark.parametrize("state", ["", "ended"])
def test_pages_follow_each_other_without_a_gap(reader: Client, account: Account, state: str) -> None:
    now = timezone.now()
    ended = {"state": "closed", "ended_at": now} if state else {"hours": 5}
    names = {f"Buyer {number:03}" for number in range(110)}
    for name in names:
        claim(account, name, **ended)  # type: ignore[arg-type]
    seen: list[str] = []
    after = None
    while after != "":
        response = reader.get(reverse("claims"), {"state": state, "after": after} if after else {"state": state})
        seen += [row.buyer for row in response.context["rows"]]
        after = response.context["following"]
    assert len(seen) == 110
    assert set(seen) == names


def test_the_page_costs_the_same_however_many_there_are(
    reader: Client, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        claim(account, f"Buyer {number}", hours=number)
    with django_assert_max_num_queries(7):
        reader.get(reverse("claims"))


def test_the_rows_come_from_an_index(reader: Client, account: Account) -> None:
    claim(account, "Soon", hours=1)
    with CaptureQueriesContext(connection) as queries:
        reader.get(reverse("claims"))
    rows = next(query["sql"] for query in queries if '"buyer_name"' in query["sql"] and "LIMIT 51" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {rows}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "claim_open" in plan
    assert "Sort" not in plan


def test_the_rail_counts_what_waits_for_the_shop(reader: Client, account: Account) -> None:
    claim(account, "Awaited", hours=1)
    claim(account, "Also", hours=None)
    claim(account, "Examined", state="waiting")
    claim(account, "Won", state="won", ended_at=timezone.now())
    response = reader.get(reverse("claims"))
    assert response.context["frame"].rail.claims.number == 2


def test_nothing_moved_means_nothing_is_sent(reader: Client, account: Account) -> None:
    response = reader.get(reverse("claims_changes"), {"since": changes.current(), "newest": 0})
    assert response.status_code == 204


def test_what_moved_comes_as_fresh_rows_and_what_is_new_as_a_word(reader: Client, account: Account) -> None:
    old = claim(account, "Old", hours=5)
    claim(account, "New", hours=1)
    Ticket.objects.filter(pk=old.ticket_id).update(updated_at=timezone.now())
    Claim.objects.filter(pk=old.pk).update(state="waiting")
    text = reader.get(
        reverse("claims_changes"), {"since": "-1", "newest": str(old.pk), "checked_at": timezone.now().isoformat()}
    ).content.decode()
    assert "1 new" in text
    assert f'id="claim-{old.pk}"' in text
    assert "being examined" in text
    assert 'id="rail-views"' in text


def test_of_more_that_changed_than_is_told_unasked_the_rows_that_are_shown_come_too(
    reader: Client, account: Account
) -> None:
    shown = [claim(account, f"Shown {number}", hours=1) for number in range(3)]
    others = [claim(account, f"Other {number}", hours=2) for number in range(MOST_ROWS)]
    checked_at = timezone.now()
    Ticket.objects.filter(claims__in=shown).update(updated_at=checked_at)
    Ticket.objects.filter(claims__in=others).update(updated_at=checked_at + timedelta(seconds=1))

    asked = {"since": "-1", "newest": "0", "checked_at": checked_at.isoformat()}
    named = "-".join(str(one.ticket_id) for one in shown)
    unasked = reader.get(reverse("claims_changes"), asked).context["rows"]
    rows = reader.get(reverse("claims_changes"), {**asked, "shown": f"{named}-x-"}).context["rows"]

    assert not {row.id for row in unasked} & {one.pk for one in shown}
    assert {row.id for row in rows} == {one.pk for one in (*shown, *others)}


@pytest.mark.parametrize("query", [{"newest": "x", "checked_at": "nonsense"}, {"after": "%%%"}, {"account": "9" * 30}])
def test_a_tampered_address_does_no_harm(reader: Client, account: Account, query: dict[str, str]) -> None:
    claim(account, "Soon", hours=1)
    assert buyers(reader, **query) == ["Soon"]
    assert reader.get(reverse("claims_changes"), {"since": "-1", **query}).status_code == 200


def test_no_claims_is_good_news(reader: Client, account: Account) -> None:
    assert "No buyer has an open claim." in reader.get(reverse("claims")).content.decode()
    assert "No claims here." in reader.get(reverse("claims"), {"kind": "return"}).content.decode()


def test_what_came_from_outside_is_shown_as_text(reader: Client, account: Account) -> None:
    evil = "<script>alert(1)</script>"
    claim(account, evil, hours=1, state_there=evil, reason=evil)
    assert "<script>alert" not in reader.get(reverse("claims")).content.decode()


@pytest.mark.parametrize("name", ["claims", "claims_changes"])
def test_they_take_no_post_and_no_stranger(reader: Client, name: str) -> None:
    assert reader.post(reverse(name)).status_code == 405
    reader.logout()
    assert reader.get(reverse(name)).status_code == 302
