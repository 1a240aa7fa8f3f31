"""pull, deliver and retry_unreadable: what the workers do, by hand and in words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from connectors import accounts
from connectors.models import Account, RawItem
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.models import Message, Ticket, User
from inbox.sending import outbox
from tests.make import NINE, make_account

pytestmark = pytest.mark.django_db

SOME_NEW = r"ebay/Vélo Shop: [1-9]\d* new, 0 repeated, 0 unreadable\n"
"""With the message come the figures by which eBay judges the seller."""


@pytest.fixture
def question(simulator: Simulator, shop: Account) -> str:
    """A buyer has written; the conversation's id at the marketplace."""
    return simulator.buyer_writes(BuyerWrites("velo_shop", "lise_44", "Où est mon colis ?")).thread_id


def test_a_pull_counts_what_came(shop: Account, question: str, capsys: Any) -> None:
    call_command("pull")

    assert re.fullmatch(SOME_NEW, capsys.readouterr().out)
    assert Message.objects.count() == 1
    assert Ticket.objects.get().thread_id == question


def test_a_second_pull_brings_nothing_new(shop: Account, question: str, capsys: Any) -> None:
    call_command("pull")
    capsys.readouterr()

    call_command("pull", str(shop.id))

    assert "ebay/Vélo Shop: 0 new" in capsys.readouterr().out
    assert Message.objects.count() == 1


@pytest.mark.parametrize("name", ["Vélo Shop", "ebay/Vélo Shop"])
def test_an_account_may_be_named(shop: Account, question: str, capsys: Any, name: str) -> None:
    call_command("pull", name)

    assert re.fullmatch(SOME_NEW, capsys.readouterr().out)


def test_progress_goes_to_standard_error(shop: Account, question: str, capsys: Any) -> None:
    call_command("pull")

    assert "ebay/Vélo Shop: 1 read, 1 new" in capsys.readouterr().err


def test_a_pull_that_could_not_look_fails(simulator: Simulator, shop: Account, capsys: Any) -> None:
    simulator.trouble(Trouble.UNAVAILABLE, times=50)

    with pytest.raises(CommandError, match="Could not look at ebay/Vélo Shop") as caught:
        call_command("pull")

    assert caught.value.returncode != 0
    assert "ebay/Vélo Shop: " in capsys.readouterr().err


def test_one_account_that_fails_does_not_stop_the_next(
    simulator: Simulator, shop: Account, question: str, capsys: Any
) -> None:
    broken = {**simulator.add_seller("other"), "refresh_token": "wrong"}
    accounts.connect("ebay", name="A broken one", credentials=broken, now=timezone.now())

    with pytest.raises(CommandError, match="Could not look at ebay/A broken one"):
        call_command("pull")

    assert re.search(SOME_NEW, capsys.readouterr().out)


def test_a_paused_account_is_left_alone_unless_it_is_named(shop: Account) -> None:
    make_account(name="Working")
    accounts.pause(shop, now=timezone.now())

    with pytest.raises(CommandError, match="Could not look at ebay/Vélo Shop"):
        call_command("pull", "Vélo Shop")


def test_an_unknown_account_is_named() -> None:
    with pytest.raises(CommandError, match="There is no account Nowhere"):
        call_command("pull", "Nowhere")


def test_without_accounts_a_pull_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="manage connect"):
        call_command("pull")


def test_deliver_sends_what_is_due(
    simulator: Simulator, shop: Account, question: str, agent: User, capsys: Any
) -> None:
    call_command("pull")
    before = timezone.now() - timedelta(minutes=1)
    reply = outbox.queue_reply(Ticket.objects.get(), body="Il arrive demain.", by=agent, now=before)
    capsys.readouterr()

    call_command("deliver")

    reply.refresh_from_db()
    assert reply.delivery == "accepted"
    assert [sent.text for sent in simulator.replies() if sent.through_api] == ["Il arrive demain."]
    assert "sent: 1 accepted" in capsys.readouterr().out


def test_deliver_leaves_what_may_still_be_taken_back(shop: Account, question: str, agent: User, capsys: Any) -> None:
    call_command("pull")
    outbox.queue_reply(Ticket.objects.get(), body="Il arrive demain.", by=agent, now=timezone.now())
    capsys.readouterr()

    call_command("deliver")

    assert "sent: nothing was due" in (shown := capsys.readouterr().out)
    assert "still queued: 1" in shown


def test_deliver_says_what_was_refused_without_showing_the_text(
    simulator: Simulator, shop: Account, question: str, agent: User, capsys: Any
) -> None:
    call_command("pull")
    before = timezone.now() - timedelta(minutes=1)
    outbox.queue_reply(Ticket.objects.get(), body="Il arrive demain.", by=agent, now=before)
    simulator.trouble(Trouble.REFUSED)
    capsys.readouterr()

    call_command("deliver")

    shown = capsys.readouterr()
    assert "sent: 1 refused" in shown.out
    assert "demain" not in shown.out + shown.err


def test_what_is_unreadable_is_tried_again(shop: Account, capsys: Any) -> None:
    RawItem.objects.create(
        account=shop, kind="message", key="1", version="1", body="{}", fetched_at=NINE, problem="no text"
    )

    call_command("retry_unreadable")

    assert capsys.readouterr().out == "ebay/Vélo Shop: 0 new, 0 repeated, 1 still unreadable\n"
