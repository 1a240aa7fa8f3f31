"""Settings: deadlines."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.models import DeadlinePolicy, Ticket
from tests.inbox.arrive import arrive, buyer_message
from tests.make import HOUR, NINE, make_account, make_calendar, make_policy, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_lead(client: Client) -> Client:
    client.force_login(make_user(role="lead", language="en"))
    return client


def keep(page: Client, address: str, wanted: dict[str, Any]) -> None:
    """Look what would change, then press Keep."""
    shown = page.post(address, wanted).content.decode()
    (previewed,) = re.findall(r'name="previewed" value="(\w+)"', shown)
    assert page.post(address, wanted | {"previewed": previewed, "keep": "1"}).status_code == 302


def test_a_change_is_shown_before_it_is_kept(as_lead: Client, account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    policy = DeadlinePolicy.objects.get(ready_made="marketplace:ebay")
    address = reverse("policy", args=[policy.pk])
    wanted = {"active": "on", "marketplaces": ["ebay"], "hard_minutes": "12", "soft_minutes": "8"}
    shown = as_lead.post(address, wanted)
    assert shown.status_code == 200, shown.content.decode()
    assert "1 of 1 open tickets would change" in shown.content.decode()
    assert policy.versions.count() == 1
    keep(as_lead, address, wanted)
    assert Ticket.objects.get().reply_due_at == NINE + 12 * HOUR


def test_nothing_is_kept_of_which_something_else_was_shown(as_lead: Client, account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    policy = DeadlinePolicy.objects.get(ready_made="marketplace:ebay")
    address = reverse("policy", args=[policy.pk])
    wanted = {"active": "on", "marketplaces": ["ebay"], "hard_minutes": "12", "soft_minutes": "8"}
    (previewed,) = re.findall(r'name="previewed" value="(\w+)"', as_lead.post(address, wanted).content.decode())
    other = as_lead.post(address, wanted | {"hard_minutes": "3", "previewed": previewed, "keep": "1"})
    assert other.status_code == 200
    assert "You have changed something since" in other.content.decode()
    assert policy.versions.count() == 1


def test_a_move_is_shown_before_it_is_kept(as_lead: Client, account: Account) -> None:
    policy = make_policy("marketplace", {"hard_minutes": 60}, marketplaces=["ebay"])
    arrive(account, buyer_message("m1", at=NINE))
    address, down = reverse("policy_move", args=[policy.pk]), {"way": "down"}
    shown = as_lead.post(address, down)
    assert shown.status_code == 200
    assert "1 of 1 open tickets would change" in shown.content.decode()
    assert Ticket.objects.get().reply_due_at == NINE + HOUR
    keep(as_lead, address, down)
    assert Ticket.objects.get().reply_due_at == NINE + 24 * HOUR


def test_a_move_that_no_open_ticket_follows_is_kept_at_once(as_lead: Client, account: Account) -> None:
    policy = make_policy("marketplace", {"hard_minutes": 60}, marketplaces=["amazon"])
    arrive(account, buyer_message("m1", at=NINE))
    assert as_lead.post(reverse("policy_move", args=[policy.pk]), {"way": "down"}).status_code == 302
    policy.refresh_from_db()
    assert policy.position == 2


def test_a_move_over_another_order_than_was_shown_is_shown_again(as_lead: Client, account: Account) -> None:
    policy = make_policy("marketplace", {"hard_minutes": 60}, marketplaces=["ebay"])
    arrive(account, buyer_message("m1", at=NINE))
    address, down = reverse("policy_move", args=[policy.pk]), {"way": "down"}
    (previewed,) = re.findall(r'name="previewed" value="(\w+)"', as_lead.post(address, down).content.decode())
    make_policy("marketplace", {"hard_minutes": 30}, marketplaces=["cdiscount"])
    again = as_lead.post(address, down | {"previewed": previewed, "keep": "1"})
    assert "You have changed something since" in again.content.decode()
    assert Ticket.objects.get().reply_due_at == NINE + HOUR


def test_every_change_is_told_the_first_ones_at_once(as_lead: Client, account: Account) -> None:
    arrive(account, *(buyer_message(f"m{n}", at=NINE, thread_id=f"t{n}") for n in range(12)))
    policy = DeadlinePolicy.objects.get(ready_made="marketplace:ebay")
    wanted = {"active": "on", "marketplaces": ["ebay"], "hard_minutes": "12", "soft_minutes": "8"}
    text = as_lead.post(reverse("policy", args=[policy.pk]), wanted).content.decode()
    assert "12 of 12 open tickets would change" in text
    assert "2 more changes" in text
    assert all(ticket.get_absolute_url() in text for ticket in Ticket.objects.all())


def test_what_a_policy_said_before_can_be_read(as_lead: Client, account: Account) -> None:
    address = reverse("policy", args=[DeadlinePolicy.objects.get(ready_made="marketplace:ebay").pk])
    assert "version 1" not in as_lead.get(address).content.decode()
    keep(as_lead, address, {"active": "on", "marketplaces": ["ebay"], "hard_minutes": "12", "soft_minutes": "8"})
    text = as_lead.get(address).content.decode()
    assert text.index("version 2") < text.index("answer within 12 h") < text.index("version 1")
    assert text.index("version 1") < text.index("answer within 24 h")


def test_topics_and_channels_are_chosen_by_their_names(as_lead: Client, account: Account) -> None:
    """A code typed wrong would be a policy that never counts."""
    Account.objects.filter(pk=account.pk).update(channels=["EBAY_FR"])
    make_account(marketplace="cdiscount", channels=["CDISFR"])
    address = reverse("policy_new", args=["company"])
    page = as_lead.get(address).content.decode()
    assert all(name in page for name in ("Legal guarantee", "Order not shipped", "Cdiscount", "EBAY_FR"))
    wanted = {"name": "Guarantee", "active": "on", "channels": ["CDISFR"]}
    wanted["topics"] = ["guarantee", "orderNotShipped,orderNotShippedCdiscount"]
    keep(as_lead, address, wanted | {"first_minutes": "2"})
    version = DeadlinePolicy.objects.get(name="Guarantee").versions.get()
    assert "Legal guarantee · Order not shipped" in as_lead.get(reverse("policies")).content.decode()
    topics = ["guarantee", "orderNotShipped", "orderNotShippedCdiscount"]
    assert version.conditions == {"channels": ["CDISFR"], "topics": topics}
    again = as_lead.get(reverse("policy", args=[version.policy_id])).content.decode()
    assert re.search(r'value="orderNotShipped,orderNotShippedCdiscount"[^>]* checked', again)
    assert as_lead.post(address, wanted | {"topics": ["delivry"]}).status_code == 422


def test_a_topic_that_nobody_knows_any_more_stays_in_its_policy(as_lead: Client, account: Account) -> None:
    make_policy("company", {"first_minutes": 60}, topics=["of-old"])
    policy = DeadlinePolicy.objects.get(clock="company", ready_made="")
    page = as_lead.get(reverse("policy", args=[policy.pk])).content.decode()
    assert re.search(r'value="of-old"[^>]* checked', page)


def test_the_three_lists_are_for_leads(as_lead: Client, account: Account) -> None:
    text = as_lead.get(reverse("policies")).content.decode()
    assert "answer within 24 h" in text
    assert "Withdrawal" in text
    as_lead.force_login(make_user())
    assert as_lead.get(reverse("policies")).status_code == 403


def test_a_policy_has_its_own_points_of_warning(as_lead: Client, account: Account) -> None:
    policy = DeadlinePolicy.objects.get(ready_made="marketplace:ebay")
    address = reverse("policy", args=[policy.pk])
    wanted = {"active": "on", "marketplaces": ["ebay"], "hard_minutes": "24", "soft_minutes": "8"}
    assert "as for all" in as_lead.get(address).content.decode()
    keep(as_lead, address, wanted | {"warn_minutes": "2 d, 4h;15 min"})
    assert policy.versions.latest("number").targets["warn_minutes"] == [2880, 240, 15]
    assert 'value="2 d, 4 h, 15 min"' in as_lead.get(address).content.decode()
    assert "warn 48 h, 4 h, 15 min before" in as_lead.get(reverse("policies")).content.decode()
    keep(as_lead, address, wanted | {"warn_minutes": "0"})
    assert policy.versions.latest("number").targets["warn_minutes"] == []
    refused = as_lead.post(address, wanted | {"warn_minutes": "soon"})
    assert refused.status_code == 422
    assert "“soon” is no length of time." in refused.content.decode()


def test_only_the_shops_own_calendars_say_when_nobody_is_there(as_lead: Client, account: Account) -> None:
    hours = {"zone": "Europe/Paris", "slots": [{"weekday": 1, "from": "09:00", "to": "17:00"}]}
    make_policy("marketplace", {"hard_minutes": 60}, calendar=make_calendar(hours, name="Days of the marketplace"))
    make_policy("company", {"first_minutes": 60}, calendar=make_calendar(hours, name="Our hours"))
    make_calendar(hours, name="Not used yet")
    page = as_lead.get(reverse("holidays")).content.decode()
    assert "Our hours" in page
    assert "Not used yet" in page
    assert "Days of the marketplace" not in page
