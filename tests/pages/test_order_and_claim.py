"""Beside and inside a conversation: the order, the claim, what became of a reply, links and the whole message."""

from base64 import b64encode
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox.models import Attachment, Cause, ClaimState, Message, Original, Ticket, TicketEvent, User
from tests.make import HOUR, NINE, make_account, make_claim, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db

PICTURE = b"\x89PNG lamp"
ORDER = "402-1234567-1234567"
CLOCK = "https://sellercentral.amazon.fr/messaging/no-response-needed?m=1"
CREDENTIALS = {
    "mailbox": {"host": "localhost", "port": "143", "security": "none", "user": "u", "password": "p"},
    "smtp": {"host": "localhost", "port": "25", "security": "none"},
    "sender": "lampes@shop.example",
    "marketplaces": ["FR"],
}


@pytest.fixture
def lamps() -> Account:
    return make_account(marketplace="amazon", name="Lampes", credentials=CREDENTIALS)


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def page(reader: Client, ticket: Ticket) -> str:
    return reader.get(ticket.get_absolute_url()).content.decode()


def test_the_order_stands_beside_the_conversation(reader: Client, lamps: Account) -> None:
    item = {"item_id": "B01", "title": "Desk lamp", "quantity": 2, "sku": "L-2", "price": "1039.8", "currency": "EUR"}
    make_order(account=lamps, external_id=ORDER, items=[item], total=Decimal("1044.7"), tracking="TP123")

    text = page(reader, make_ticket(account=lamps, order_id=ORDER))

    assert "Desk lamp" in text
    assert "€1,039.80" in text
    assert "€1,044.70" in text
    assert "TP123" in text
    assert "shipped" in text


def test_money_is_written_as_french_people_do(reader: Client, agent: User, lamps: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="fr")
    make_order(account=lamps, external_id=ORDER, total=Decimal("1044.7"))

    text = page(reader, make_ticket(account=lamps, order_id=ORDER))

    assert "044,70\u00a0€" in text


def test_opening_a_ticket_asks_for_its_order_and_calls_nobody(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, order_id=ORDER)

    assert "Asking Amazon" in page(reader, ticket)
    assert lamps.orders.get().next_try_at


def test_an_order_that_could_not_be_looked_up_says_why(reader: Client, lamps: Account) -> None:
    make_order(account=lamps, external_id=ORDER, placed_at=None, asked_at=timezone.now(), problem="role missing")

    assert "Could not be looked up: role missing" in page(reader, make_ticket(account=lamps, order_id=ORDER))


def test_a_claim_shows_the_marketplaces_own_deadline(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, kind="claim", order_id=ORDER)
    make_claim(ticket, respond_by=timezone.now() + timedelta(minutes=61), amount=Decimal("39.8"), currency="EUR")

    text = page(reader, ticket)

    assert "A-to-z claim" in text
    assert "Amazon wants your answer:" in text
    assert "1 h" in text
    assert "€39.80" in text
    assert "It is answered on Amazon&#x27;s own site" in text


def test_a_claim_has_no_reply_that_cannot_work(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, kind="claim")
    make_claim(ticket)

    text = page(reader, ticket)

    assert "No reply can reach the buyer from here" in text
    assert 'value="note" checked' in text
    assert 'value="reply"' not in text


def test_a_claim_that_has_ended_asks_for_nothing(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    make_claim(ticket, state=ClaimState.WON, ended_at=timezone.now())

    text = page(reader, ticket)

    assert "decided in your favour" in text
    assert "wants your answer" not in text


def test_the_list_marks_claims(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, kind="claim", needs_reply=True, reply_due_at=timezone.now() + HOUR)
    make_claim(ticket)

    assert "A-to-z claim" in reader.get(reverse("queue")).content.decode()


def reply(ticket: Ticket, **fields: object) -> Message:
    at = timezone.now() - timedelta(hours=1)
    return make_message(ticket, direction="out", attempted_at=at, accepted_at=at, written_at=at, **fields)


def test_a_mailed_reply_is_taken_but_not_confirmed(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    reply(ticket)

    assert "not confirmed yet" in page(reader, ticket)


def test_a_copy_confirms_it(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    reply(ticket, confirmed_at=timezone.now())

    text = page(reader, ticket)

    assert "confirmed by Amazon" in text
    assert "not confirmed yet" not in text


def test_a_bounce_says_the_reason_and_what_to_do(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    reply(
        ticket,
        delivery="refused",
        external_id="",
        cause=Cause.BOUNCED,
        reason="sender unknown",
        remedy="sender_not_approved",
    )

    text = page(reader, ticket)

    assert "refused: sender unknown" in text
    assert "approved senders" in text
    assert "Send again" in text


def test_a_buyer_who_wants_no_messages_is_not_written_to_again(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    reply(ticket, delivery="refused", external_id="", cause=Cause.BOUNCED, reason="opted out", remedy="opted_out")

    text = page(reader, ticket)

    assert "wants no messages from sellers" in text
    assert "Send again" not in text


def test_links_of_the_marketplace_are_opened_by_the_agent_only(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    links = {"no_response_needed": CLOCK, "case": "javascript:x", "report": "https://sellercentral.amazon.fr/report"}
    Original.objects.create(message=make_message(ticket), links=links)

    text = page(reader, ticket)

    assert f'href="{CLOCK}" target="_blank" rel="noopener noreferrer"' in text
    assert "Mark as needing no answer on Amazon" in text
    assert "javascript:" not in text
    assert "sellercentral.amazon.fr/report" not in text


def test_only_the_newest_message_of_the_buyer_shows_its_links(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps)
    older, newer = make_message(ticket), make_message(ticket, written_at=timezone.now())
    Original.objects.create(message=older, links={"case": "https://example.com/older"}, whole_text="all")
    Original.objects.create(message=newer, links={"case": "https://example.com/newer"})

    text = page(reader, ticket)
    whole = reader.get(reverse("message_whole", args=[older.id]), headers={"HX-Request": "true"}).content.decode()

    assert "https://example.com/newer" in text
    assert "https://example.com/older" not in text
    assert "https://example.com/older" in whole


def test_a_ticket_that_was_answered_is_not_told_that_a_clock_goes_on(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, status="solved", last_direction="in")
    Original.objects.create(message=make_message(ticket), links={"no_response_needed": CLOCK})

    assert "clock goes on" not in page(reader, ticket)


def test_solving_without_an_answer_says_that_the_marketplaces_clock_goes_on(reader: Client, lamps: Account) -> None:
    now = timezone.now()
    ticket = make_ticket(account=lamps, needs_reply=True, reply_due_at=now + HOUR, last_direction="in")
    Original.objects.create(message=make_message(ticket, written_at=now), links={"no_response_needed": CLOCK})

    reader.post(reverse("ticket_status", args=[ticket.id]), {"status": "solved"})

    assert "clock goes on" in page(reader, ticket)


def test_a_clock_that_only_an_older_message_could_stop_is_not_mentioned(reader: Client, lamps: Account) -> None:
    now = timezone.now()
    ticket = make_ticket(account=lamps, needs_reply=True, reply_due_at=now + HOUR, last_direction="in")
    Original.objects.create(message=make_message(ticket), links={"no_response_needed": CLOCK})
    make_message(ticket, written_at=now)

    reader.post(reverse("ticket_no_answer_needed", args=[ticket.id]))

    assert "clock goes on" not in page(reader, ticket)


def test_a_claim_and_the_conversation_about_its_order_lead_to_each_other(reader: Client, lamps: Account) -> None:
    conversation = make_ticket(account=lamps, order_id=ORDER, subject="Broken lamp")
    claim = make_ticket(account=lamps, order_id=ORDER, kind="claim", subject="A-to-z claim opened")
    make_claim(claim)

    beside_claim, beside_conversation = page(reader, claim), page(reader, conversation)

    assert "Other tickets of this order" in beside_claim
    assert "Write to the buyer in the conversation about this order" in beside_claim
    assert conversation.get_absolute_url() in beside_claim
    assert claim.get_absolute_url() in beside_conversation


def test_a_ticket_without_a_word_is_called_by_its_number(reader: Client, lamps: Account) -> None:
    conversation = make_ticket(account=lamps, order_id=ORDER)
    erased = make_ticket(account=lamps, order_id=ORDER, subject="", snippet="")

    found = reader.get(conversation.get_absolute_url()).context["others"].of_order
    assert [other.subject for other in found] == [f"#{erased.pk}"]


def test_an_order_of_another_account_is_another_order(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, order_id=ORDER)
    make_ticket(account=make_account(marketplace="amazon"), order_id=ORDER)

    assert "Other tickets of this order" not in page(reader, ticket)


def test_a_cancellation_says_where_it_is_decided(reader: Client, lamps: Account) -> None:
    ticket = make_ticket(account=lamps, kind="claim", order_id=ORDER)
    make_claim(ticket, kind="cancellation", links={"case": "https://example.com/case"})

    text = page(reader, ticket)

    assert "Agree to it or refuse it on Amazon&#x27;s own site" in text
    assert 'href="https://example.com/case"' in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("refund", "a refund was made"), ("a_to_z", "an A-to-z claim was opened"), ("return", "a return was opened")],
)
def test_the_log_calls_each_claim_by_its_name_where_it_happened(
    reader: Client, lamps: Account, kind: str, words: str
) -> None:
    ticket = make_ticket(account=lamps)
    entry = make_message(ticket, direction="system", external_id="c1")
    TicketEvent.objects.create(
        ticket=ticket,
        at=timezone.now(),
        kind="claim_opened",
        message_id=entry.id,
        after={"claim": kind, "state": "closed"},
    )

    days = reader.get(ticket.get_absolute_url()).context["thread"].days

    assert [day.date for day in days] == [NINE.date()]
    assert days[0].entries[-1].words == words


def test_a_reply_written_in_another_mail_program_is_not_of_a_marketplace(reader: Client) -> None:
    ticket = make_ticket(account=make_account(marketplace="email"))
    make_message(ticket, direction="out", author="Lampes")

    text = page(reader, ticket)

    assert "from another mail program" in text
    assert "own site" not in text


def test_no_answer_needed_says_that_the_marketplaces_clock_goes_on(reader: Client, lamps: Account) -> None:
    now = timezone.now()
    ticket = make_ticket(account=lamps, needs_reply=True, reply_due_at=now + HOUR, last_direction="in")
    Original.objects.create(message=make_message(ticket, written_at=now), links={"no_response_needed": CLOCK})
    assert "clock goes on" not in page(reader, ticket)

    answer = reader.post(
        reverse("ticket_no_answer_needed", args=[ticket.id]), headers={"HX-Request": "true"}
    ).content.decode()

    assert "Amazon's own clock goes on until you say so there too" in answer
    assert CLOCK.replace("&", "&amp;") in answer


def test_the_whole_message_is_one_click_away_in_a_frame_of_its_own(reader: Client, lamps: Account) -> None:
    message = make_message(make_ticket(account=lamps))
    Original.objects.create(message=message, whole_text="all of it", html="<p>all of <b>it</b></p>")
    address = reverse("message_whole", args=[message.id])

    assert "Show the whole message" in page(reader, message.ticket)
    assert (
        '<iframe class="message-frame" sandbox="allow-popups"'
        in reader.get(address, headers={"HX-Request": "true"}).content.decode()
    )
    answer = reader.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "<b>it</b>" in answer.content.decode()
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_pictures_that_came_with_a_mail_are_shown_in_it_on_demand(reader: Client, lamps: Account) -> None:
    message = make_message(make_ticket(account=lamps))
    page_of_it = '<p>see</p><img src="cid:Lamp%201@shop"><img src="cid:missing">'
    Original.objects.create(message=message, whole_text="see", html=page_of_it)
    lamp = Attachment(message=message, name="lamp.png", content_type="image/png", content_id="lamp 1@shop", size=8)
    lamp.file.save("lamp", ContentFile(PICTURE))
    address = reverse("message_whole", args=[message.id])
    offered = reader.get(address, headers={"HX-Request": "true"}).content.decode()
    chosen = reader.get(f"{address}?pictures=1", headers={"HX-Request": "true"}).content.decode()

    assert "show its pictures" in offered
    assert f'src="{address}"' in offered
    assert "show its pictures" not in chosen
    assert f'src="{address}?pictures=1"' in chosen
    assert reader.get(address).content.decode().endswith(page_of_it)
    shown = reader.get(f"{address}?pictures=1")
    assert f'<img src="data:image/png;base64,{b64encode(PICTURE).decode()}">' in shown.content.decode()
    assert '<img src="cid:missing">' in shown.content.decode()
    assert "img-src data:;" in f"{shown.headers['Content-Security-Policy']};"


def test_a_message_without_more_has_nothing_to_show(reader: Client, lamps: Account) -> None:
    message = make_message(make_ticket(account=lamps))
    Original.objects.create(message=message, answering={"to": "x"})

    assert "Show the whole message" not in page(reader, message.ticket)


@pytest.mark.parametrize("name", ["message_whole", "message_text"])
def test_messages_ask_for_a_log_in_first(client: Client, ticket: Ticket, name: str) -> None:
    assert client.get(reverse(name, args=[make_message(ticket).id])).status_code == 302


def test_a_full_ticket_page_takes_few_queries(
    reader: Client, lamps: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ticket = make_ticket(account=lamps, order_id=ORDER)
    make_order(account=lamps, external_id=ORDER, asked_at=timezone.now())
    make_claim(ticket)
    Original.objects.create(message=make_message(ticket), links={"no_response_needed": CLOCK})
    page(reader, ticket)

    with django_assert_max_num_queries(21):
        page(reader, ticket)
