"""A stream of which one part cannot be read until a person does something."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from connectors import accounts
from connectors.models import Account, AccountState
from connectors.registry import simulators
from connectors.simulation import BuyerWrites, Simulator
from inbox.models import Ticket
from inbox.pulling import pull

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail() -> Iterator[Simulator]:
    simulated = simulators()["email"]()
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def mailbox(mail: Simulator) -> Account:
    """Connected with two folders, of which the mailbox has one."""
    credentials = dict(mail.add_seller("velo_shop"))
    credentials["mailbox"] = {**credentials["mailbox"], "folders": ["INBOX", "Absent"]}
    return accounts.connect("email", name="Mail", credentials=credentials, now=timezone.now())


def test_a_missing_folder_is_told_and_the_others_go_on_as_usual(mailbox: Account, mail: Simulator) -> None:
    mail.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Où est mon colis ?"))
    now = timezone.now()
    pull.pull_account(mailbox, now=now)
    mailbox.refresh_from_db()
    stream = mailbox.streams.get()
    assert Ticket.objects.count() == 1
    assert (mailbox.state, "Absent" in mailbox.state_reason) == (AccountState.FAILING, True)
    assert stream.first_import_done_at is not None
    assert stream.next_pull_at is not None
    assert stream.next_pull_at - now < timedelta(minutes=12)


def test_what_comes_after_that_counts_as_unread(mailbox: Account, mail: Simulator) -> None:
    pull.pull_account(mailbox, now=timezone.now())
    mail.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Où est mon colis ?"))
    pull.pull_account(mailbox, now=timezone.now())
    assert Ticket.objects.get().unread
