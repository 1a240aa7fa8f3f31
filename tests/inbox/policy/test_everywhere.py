"""Whichever way a text would reach people, it is asked about first; what was overridden is told, and can be erased."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.erasure.log import forget_words
from inbox.feedback import answers
from inbox.many.actions import action_called
from inbox.many.planning import plan
from inbox.models import Cause, ChangeState, Delivery, EventKind, Message, Ticket, TicketEvent, User
from inbox.policy.errors import PublicAnswerForbidden, ReasonNeeded
from inbox.sending import opening, outbox
from inbox.sending.wishes import ReplyWishes
from inbox.views.ticket.event_words import event_words
from inbox.views.writing.delivery_words import delivery_line
from tests.make import NINE, make_account, make_feedback, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db

NUMBER = "Bonjour, appelez-nous au 06 12 34 56 78."
MAKER = "Bonjour, pour la garantie adressez-vous uniquement au fabricant, nous ne pouvons rien faire."
WHY = "garantie commerciale"


def write_first(ticket: Ticket, by: User, *, why: str = "") -> Message:
    return opening.open_about(
        ticket, topic="late", subject="Garantie", text=MAKER, by=by, now=NINE, key="a", override=why
    )


def test_writing_first_is_asked_too_and_leaves_no_empty_ticket(desk: Account, agent: User) -> None:
    make_order(account=desk, external_id="A-1", channel="North")
    ticket = make_ticket(account=desk, order_id="A-1", channel="North")
    with pytest.raises(ReasonNeeded):
        write_first(ticket, agent)
    assert Ticket.objects.count() == 1
    opened = write_first(ticket, agent, why=WHY)
    assert opened.ticket.events.get(kind=EventKind.OVERRIDDEN).after == {"rules": ["manufacturer_only"], "why": WHY}


def test_the_same_words_to_many_are_left_out_where_they_are_forbidden(ticket: Ticket, agent: User) -> None:
    reply, now = action_called("reply"), timezone.now()
    job = plan(reply, reply.read({"body": MAKER}, now), [ticket.pk], by=agent, now=now)
    change = job.changes.get()
    assert (change.state, change.code) == (ChangeState.LEFT, "reason-needed")
    again = plan(reply, reply.read({"body": MAKER, "override": WHY}, now), [ticket.pk], by=agent, now=now)
    assert again.changes.get().state == ChangeState.WAITING


def test_what_is_blocked_cannot_be_published_by_anybody(account: Account, owner: User) -> None:
    feedback = make_feedback(account=account, answerable=True)
    with pytest.raises(PublicAnswerForbidden):
        answers.answer(feedback, NUMBER, by=owner, now=NINE)


def test_the_timeline_tells_what_was_overridden_and_why(ticket: Ticket, agent: User, in_english: None) -> None:
    outbox.queue_reply(ticket, body=MAKER, by=agent, now=NINE, wishes=ReplyWishes(override=WHY))
    words = event_words(TicketEvent.objects.get(kind=EventKind.OVERRIDDEN), {})
    assert "sending to the manufacturer" in words
    assert WHY in words


def test_the_reason_goes_with_an_erasure_and_the_rules_stay(ticket: Ticket, agent: User) -> None:
    outbox.queue_reply(ticket, body=MAKER, by=agent, now=NINE, wishes=ReplyWishes(override=WHY))
    forget_words([ticket.pk], by=agent, now=NINE)
    assert TicketEvent.objects.get(kind=EventKind.OVERRIDDEN).after == {"rules": ["manufacturer_only"]}


def test_a_reply_that_was_stopped_says_by_which_rules(ticket: Ticket, in_english: None) -> None:
    stopped = make_message(
        ticket, direction="out", delivery=Delivery.REFUSED, cause=Cause.POLICY, reason="phone, link", external_id=""
    )
    line = delivery_line(stopped, connector=ticket.account.connector_class, now=NINE)
    assert line is not None
    assert (line.detail, line.acts) == ("telephone number, link", ("edit",))


def test_the_composer_is_answered_at_a_pause(client: Client, ticket: Ticket, agent: User) -> None:
    client.force_login(agent)
    address = reverse("ticket_check", args=[ticket.pk])
    page = client.post(address, {"body": NUMBER, "kind": "reply"}).content.decode()
    assert 'data-worst="block"' in page
    assert "<mark>06 12 34 56 78</mark>" in page
    assert 'finding"' not in client.post(address, {"body": NUMBER, "kind": "note"}).content.decode()
    assert not Message.objects.exists()


def test_a_page_without_javascript_shows_the_findings_and_asks_why(client: Client, ticket: Ticket, agent: User) -> None:
    client.force_login(agent)
    address, sent = reverse("ticket_write", args=[ticket.pk]), {"body": MAKER, "kind": "reply", "key": "k"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert 'data-level="warn"' in refused.content.decode()
    assert client.post(address, {**sent, "override": WHY}).status_code == 302
    assert Message.objects.get().body_text == MAKER


def test_first_words_to_a_buyer_are_looked_at_while_typed(client: Client, ticket: Ticket, agent: User) -> None:
    client.force_login(agent)
    address = reverse("ticket_write_first_check", args=[ticket.pk])
    page = client.post(address, {"text": MAKER}).content.decode()
    assert 'data-worst="warn" data-asks' in page
    assert "composer-marks" not in page
    assert 'finding"' not in client.post(address, {"text": " "}).content.decode()
    assert not Message.objects.exists()


def test_words_to_many_are_looked_at_while_typed_by_the_strictest(
    client: Client, ticket: Ticket, agent: User, in_english: None
) -> None:
    elsewhere = make_ticket(account=make_account(marketplace="amazon"), thread_id="b")
    client.force_login(agent)
    asked = {"body": NUMBER, "ids": [ticket.pk, elsewhere.pk]}
    page = client.post(reverse("many_check"), asked).content.decode()
    assert page.count('class="finding"') == 1
    assert 'data-worst="block"' in page
    alone = client.post(reverse("many_check"), {**asked, "ids": [elsewhere.pk]}).content.decode()
    assert 'data-worst="warn"' in alone
    assert 'finding"' not in client.post(reverse("many_check"), {"body": NUMBER}).content.decode()


def test_the_preview_shows_what_was_found(client: Client, ticket: Ticket, agent: User) -> None:
    client.force_login(agent)
    page = client.post(reverse("ticket_preview", args=[ticket.pk]), {"body": NUMBER}).content.decode()
    assert "<mark>06 12 34 56 78</mark>" in page
