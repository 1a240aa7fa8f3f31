"""What is forbidden does not leave; who sends against a warning says why, and that is kept."""

import pytest
from django.utils import timezone

from inbox.models import Cause, Delivery, EventKind, Message, Order, Role, Ticket, TicketEvent, User
from inbox.policy.checking import findings_of
from inbox.policy.errors import ReasonNeeded, ReplyForbidden
from inbox.policy.stale import newly_stopping, reason_again
from inbox.sending import delivery, outbox
from inbox.sending.wishes import ReplyWishes
from tests.make import DAY, make_message, make_order, make_user

pytestmark = pytest.mark.django_db

NUMBER = "Bonjour, appelez-nous au 06 12 34 56 78."
ENGLISH = "Hello, your parcel left our warehouse yesterday and will arrive within three days."
MAKER = "Bonjour, pour la garantie adressez-vous uniquement au fabricant, nous ne pouvons rien faire."


@pytest.fixture
def lead(db: None) -> User:
    return make_user(role=Role.LEAD)


def answer(ticket: Ticket, by: User, body: str, *, why: str = "", **wishes: object) -> Message:
    how = ReplyWishes(override=why, **wishes)  # type: ignore[arg-type]
    return outbox.queue_reply(ticket, body=body, by=by, now=timezone.now(), wishes=how)


def test_a_block_keeps_a_reply_from_leaving_whatever_reason_an_agent_gives(ticket: Ticket, agent: User) -> None:
    with pytest.raises(ReplyForbidden) as refused:
        answer(ticket, agent, NUMBER, why="il l'a demandé")
    assert [finding.rule for finding in refused.value.findings] == ["phone"]
    assert "téléphone" in str(refused.value)
    assert not Message.objects.exists()


def test_a_lead_may_send_what_is_blocked_and_says_why(ticket: Ticket, lead: User) -> None:
    with pytest.raises(ReasonNeeded):
        answer(ticket, lead, NUMBER)
    message = answer(ticket, lead, NUMBER, why="numéro du transporteur, demandé par eBay")
    event = TicketEvent.objects.get(kind=EventKind.OVERRIDDEN)
    assert (event.message_id, event.user, event.ticket) == (message.pk, lead, ticket)
    assert event.after == {"rules": ["phone"], "why": "numéro du transporteur, demandé par eBay"}


@pytest.mark.parametrize(
    ("body", "language", "rule"), [(MAKER, "fr", "manufacturer_only"), (ENGLISH, "de", "language")]
)
def test_a_warning_asks_for_a_reason_and_the_reason_is_kept(
    ticket: Ticket, agent: User, body: str, language: str, rule: str
) -> None:
    ticket.language = language
    ticket.save()
    with pytest.raises(ReasonNeeded) as asked:
        answer(ticket, agent, body)
    assert [finding.rule for finding in asked.value.findings] == [rule]
    answer(ticket, agent, body, why="il l'a demandé ainsi")
    event = TicketEvent.objects.get(kind=EventKind.OVERRIDDEN)
    assert event.after == {"rules": [rule], "why": "il l'a demandé ainsi"}


def test_a_language_that_is_known_only_later_holds_no_reply_back(ticket: Ticket, agent: User) -> None:
    now = timezone.now()
    message = answer(ticket, agent, ENGLISH, leave_at=now + DAY)
    Ticket.objects.update(language="de")
    delivery.deliver(message.pk, now=now + 2 * DAY)
    message.refresh_from_db()
    assert message.cause != Cause.POLICY
    assert message.delivery != Delivery.REFUSED


def test_what_nothing_stands_against_leaves_no_trace_of_the_check(ticket: Ticket, agent: User) -> None:
    answer(ticket, agent, "Bonjour, votre colis est parti.", why="au cas où")
    assert not TicketEvent.objects.filter(kind=EventKind.OVERRIDDEN).exists()


def test_the_numbers_of_the_order_are_no_telephone_numbers(ticket: Ticket, agent: User) -> None:
    parcel(ticket, tracking="0612345678")
    assert answer(ticket, agent, "Bonjour, le numéro est 0612345678.").delivery == Delivery.QUEUED


def test_what_the_buyer_told_of_himself_is_not_repeated_unasked(ticket: Ticket, agent: User) -> None:
    make_message(ticket, body_text="J'habite au 12 rue des Lilas à Lyon.")
    with pytest.raises(ReasonNeeded) as asked:
        answer(ticket, agent, "Bonjour, nous livrons au 12 rue des Lilas demain.")
    assert [finding.rule for finding in asked.value.findings] == ["personal_data"]


def test_a_reply_that_waited_is_looked_at_again_when_its_time_comes(ticket: Ticket, agent: User) -> None:
    now = timezone.now()
    order = parcel(ticket, tracking="0612345678")
    message = answer(ticket, agent, "Bonjour, le numéro est 0612345678.", leave_at=now + DAY)
    order.tracking = ""
    order.save()
    delivery.deliver(message.pk, now=now + 2 * DAY)
    message.refresh_from_db()
    assert (message.delivery, message.cause, message.reason) == (Delivery.REFUSED, Cause.POLICY, "phone")


def test_what_was_overridden_is_not_asked_again(ticket: Ticket, agent: User) -> None:
    message = answer(ticket, agent, MAKER, why="garantie commerciale")
    assert newly_stopping(message) == ()
    assert reason_again(message) == "garantie commerciale"


def test_customer_care_of_the_marketplace_is_no_buyer(ticket: Ticket) -> None:
    assert findings_of(ticket, NUMBER, recipient="Care") == ()
    assert findings_of(ticket, NUMBER) != ()


def parcel(ticket: Ticket, *, tracking: str) -> Order:
    ticket.order_id = "12-34567-89012"
    ticket.save()
    return make_order(account=ticket.account, external_id=ticket.order_id, channel="", tracking=tracking)
