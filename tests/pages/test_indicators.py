"""The account page: how the marketplace judges the shop, in words, and what has changed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from connectors.incoming import IncomingIndicator, Standing
from connectors.models import Account
from inbox.accounts.indicators import take_in_indicators
from inbox.models import User
from inbox.views.accounts.indicator_lines import indicator_lines
from tests.make import DAY, make_feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def page(reader: Client, account: Account) -> str:
    return reader.get(reverse("account", args=[account.id])).content.decode()


def test_each_figure_is_shown_with_limit_standing_and_what_it_was(reader: Client, account: Account) -> None:
    now = timezone.now()
    figures = [
        IncomingIndicator("d", "Transaction defects", "0.42 %", now - DAY, "2 %", Standing.GOOD),
        IncomingIndicator("d", "Transaction defects", "2.10 %", now, "2 %", Standing.BAD),
        IncomingIndicator("late", "Late shipments", "1 %", now),
    ]
    take_in_indicators(account, figures, now=now)
    text = page(reader, account)
    words = ["How eBay judges the shop", "Transaction defects", "2.10 %", "limit 2 %", ">bad<", "was 0.42 % till"]
    assert [word for word in words if word not in text] == []
    assert text.index("Transaction defects") < text.index("Late shipments")


def test_each_part_of_a_label_and_a_level_is_said_in_the_readers_language(reader: Client, account: Account) -> None:
    now = timezone.now()
    label = "Seller level · Domestique · last evaluation"
    take_in_indicators(
        account,
        [IncomingIndicator("level", label, "top rated", now - DAY), IncomingIndicator("level", label, "4 %", now)],
        now=now,
    )
    with translation.override("fr"):
        [line] = indicator_lines(account, now=now)
    assert (line.label, line.value) == ("Niveau vendeur · Domestique · dernière évaluation", "4 %")
    assert "top rated" not in line.before


def test_a_shop_that_is_not_judged_is_told_nothing(reader: Client, account: Account) -> None:
    assert "judges the shop" not in page(reader, account)


def test_the_account_leads_to_what_buyers_said_of_it(reader: Client, account: Account) -> None:
    address = f"{reverse('feedback')}?account={account.id}"
    assert address not in page(reader, account)
    make_feedback(account=account)
    assert address in page(reader, account)
