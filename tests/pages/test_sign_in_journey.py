"""Connecting an account on the marketplace's own (simulated) sign-in page, in a real Chromium."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from connectors.models import Account
from connectors.simulation import Simulator
from inbox.models import Role
from tests.make import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_lead_signs_in_at_the_marketplace_and_comes_back_with_a_connected_account(
    watched: Page, live_server: LiveServer, simulator: Simulator
) -> None:
    make_user(email="lead@shop.test", role=Role.LEAD, language="en")
    simulator.add_seller("velo_shop")
    simulator.send_sellers_back_to(f"{live_server.url}/accounts/sign-in/ebay/")
    watched.goto(f"{live_server.url}/accounts/connect/ebay/")
    watched.fill("[name=login]", "lead@shop.test")
    watched.fill("[name=password]", PASSWORD)
    watched.click("button[type=submit] >> nth=0")
    watched.fill("#sign-in-name", "Bikes")
    watched.click("form[action*=start] button")
    watched.click("button[value=agree]")
    expect(watched.locator("h1")).to_contain_text("Bikes")
    assert Account.objects.get().seller_name == "velo_shop"
