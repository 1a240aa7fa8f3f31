"""An Amazon account on a bad day: its mail server goes away again and again while buyers write and agents answer."""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from connectors import accounts
from connectors.amazon.simulator.simulator import AmazonSimulator
from connectors.models import Account
from connectors.simulation import BuyerWrites, Trouble
from inbox.models import Delivery, Message, MessageDirection, Ticket, User
from inbox.pulling import pull
from inbox.sending import delivery, outbox

pytestmark = [pytest.mark.fault, pytest.mark.timeout(180), pytest.mark.django_db(transaction=True)]

SELLER = "lampes"
ROUNDS = 12
HOUR = timedelta(hours=1)
AFTER_DATA = (Trouble.TIMEOUT_AFTER, Trouble.TIMEOUT_BEFORE, Trouble.CONNECTION_CUT, Trouble.UNAVAILABLE)


@pytest.fixture
def amazon() -> Iterator[AmazonSimulator]:
    simulated = AmazonSimulator()
    simulated.longest_hold = timedelta(seconds=0.2)
    simulated.confirms = True
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def lampes(amazon: AmazonSimulator, db: None) -> Account:
    """Connected by mail alone; an old address of the shop still gets a copy of everything."""
    credentials = {**amazon.add_seller(SELLER)}
    del credentials["spapi"]
    amazon.has_second_address(SELLER)
    return accounts.connect("amazon", name="Lampes", credentials=credentials, now=timezone.now())


def look(account: Account) -> bool:
    """Pull once; whether it could."""
    account.refresh_from_db()
    return not pull.pull_account(account, now=timezone.now()).problem


def restart(amazon: AmazonSimulator, account: Account) -> None:
    """The mail server dies, somebody looks in vain, and it comes back at the same place."""
    ports = amazon.post.imap_port, amazon.post.smtp_port
    amazon.post.stop()
    assert not look(account)
    amazon.post.start(imap_port=ports[0], smtp_port=ports[1])


def answer_one(by: User, number: int) -> None:
    """Answer the buyer who has waited longest, and hand over whatever is due."""
    ticket = Ticket.objects.exclude(messages__direction=MessageDirection.OUT).order_by("id").first()
    if ticket is not None:
        outbox.queue_reply(ticket, body=f"Answer {number}.", by=by, now=timezone.now() - HOUR)
    delivery.deliver_due(timezone.now() + HOUR)


def test_each_message_is_stored_once_and_each_reply_arrives_once_or_is_visibly_unsettled(
    amazon: AmazonSimulator, lampes: Account, agent: User
) -> None:
    look(lampes)
    troubles = itertools.cycle(AFTER_DATA)
    for number in range(ROUNDS):
        amazon.buyer_writes(BuyerWrites(SELLER, f"buyer{number}", f"Question {number}?"))
        if number % 3 == 0:
            amazon.post.cut_next_fetch(after_bytes=500 * number)
        if number % 4 == 1:
            restart(amazon, lampes)
        look(lampes)
        if number % 2:
            amazon.trouble(next(troubles), path="smtp")
        answer_one(agent, number)
    for later in range(2, 6):
        delivery.deliver_due(timezone.now() + later * HOUR)
        look(lampes)

    asked = Message.objects.filter(direction=MessageDirection.IN).values_list("body_text", flat=True)
    assert sorted(asked) == sorted(f"Question {number}?" for number in range(ROUNDS))
    assert Ticket.objects.count() == ROUNDS
    arrived = Counter(reply.text.partition("\n")[0] for reply in amazon.replies())
    ours = Message.objects.filter(direction=MessageDirection.OUT)
    states = dict(ours.values_list("body_text", "delivery"))
    assert len(states) == ours.count() >= ROUNDS - 2
    assert max(arrived.values()) == 1
    assert set(states.values()) == {Delivery.ACCEPTED, Delivery.UNSURE}
    assert {text for text, state in states.items() if state == Delivery.ACCEPTED} <= arrived.keys()
    assert states.keys() >= arrived.keys()
