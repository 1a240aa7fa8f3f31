"""Replies that leave later: planned, held back when somebody writes meanwhile, sent now or at another time."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.errors import AlreadyLeft
from inbox.models import Cause, Delivery, Message, Ticket, User
from inbox.sending import delivery, later, outbox
from inbox.sending.later import WrongMoment
from inbox.sending.wishes import ReplyWishes
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(account: Account) -> Ticket:
    arrive(account, buyer_message("m1"))
    return Ticket.objects.get()


def planned(ticket: Ticket, by: User, *, leave_at: object = NINE + DAY) -> Message:
    wishes = ReplyWishes(leave_at=leave_at)  # type: ignore[arg-type]
    return outbox.queue_reply(ticket, body="It is there.", by=by, now=NINE, wishes=wishes)


def test_a_planned_reply_leaves_at_its_moment_and_not_before(asked: Ticket, agent: User) -> None:
    reply = planned(asked, agent)
    assert delivery.claim_due(NINE + HOUR) == []
    assert delivery.claim_due(NINE + DAY) == [reply.pk]


def test_it_holds_back_no_reply_that_leaves_before(asked: Ticket, agent: User) -> None:
    planned(asked, agent)
    sooner = outbox.queue_reply(asked, body="One moment.", by=agent, now=NINE)
    assert delivery.claim_due(NINE + HOUR) == [sooner.pk]


def test_it_is_held_back_when_the_buyer_writes_meanwhile(asked: Ticket, agent: User, account: Account) -> None:
    reply = planned(asked, agent)
    arrive(account, buyer_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    reply.refresh_from_db()
    assert (reply.delivery, reply.cause) == (Delivery.QUEUED, Cause.MEANWHILE)
    assert delivery.claim_due(NINE + 2 * DAY) == []


def test_a_held_reply_is_sent_when_a_person_says_so(asked: Ticket, agent: User, account: Account) -> None:
    reply = planned(asked, agent)
    arrive(account, buyer_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    later.plan(reply, None, by=agent, now=NINE + 2 * HOUR)
    assert delivery.claim_due(NINE + 2 * HOUR) == [reply.pk]


def test_the_moment_can_be_changed_until_it_has_left(asked: Ticket, agent: User) -> None:
    reply = planned(asked, agent)
    later.plan(reply, NINE + 2 * DAY, by=agent, now=NINE)
    assert delivery.claim_due(NINE + DAY) == []
    outbox.cancel_reply(reply, by=agent, now=NINE)
    with pytest.raises(AlreadyLeft):
        later.plan(reply, None, by=agent, now=NINE)


@pytest.mark.parametrize("leave_at", [NINE - HOUR, NINE + timedelta(days=61)])
def test_a_moment_in_the_past_or_far_away_is_refused(asked: Ticket, agent: User, leave_at: object) -> None:
    with pytest.raises(WrongMoment):
        planned(asked, agent, leave_at=leave_at)
    assert not Message.objects.filter(delivery=Delivery.QUEUED).exists()


def test_the_page_plans_in_the_agents_zone_and_shows_it(client: Client, agent: User, asked: Ticket) -> None:
    User.objects.filter(pk=agent.pk).update(language="en", zone="Europe/Paris")
    client.force_login(agent)
    given = {"kind": "reply", "body": "Hello", "key": "k", "then": "later", "later": "tomorrow"}
    page = client.post(reverse("ticket_write", args=[asked.pk]), given, follow=True)
    reply = Message.objects.get(delivery=Delivery.QUEUED)
    assert reply.later_at
    assert f"{reply.later_at.astimezone(timezone.get_default_timezone()):%M}" == "00"
    assert "planned: leaves tomorrow 09:00" in page.content.decode()
    client.post(reverse("message_plan", args=[reply.pk]), {"later": "now"})
    reply.refresh_from_db()
    assert reply.later_at is None
    assert "Hello" in client.get(reverse("outbox")).content.decode()


def test_a_moment_after_the_deadline_is_said_to_be_late(client: Client, agent: User, asked: Ticket) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    now = timezone.now()
    Ticket.objects.filter(pk=asked.pk).update(reply_due_at=now + 4 * HOUR)
    reply = outbox.queue_reply(asked, body="Soon.", by=agent, now=now, wishes=ReplyWishes(leave_at=now + 3 * HOUR))
    assert "the answer would be late" not in client.get(asked.get_absolute_url()).content.decode()
    later.plan(reply, now + 5 * HOUR, by=agent, now=now)
    assert "the answer would be late" in client.get(asked.get_absolute_url()).content.decode()
    assert "the answer would be late" in client.get(reverse("outbox")).content.decode()


def test_the_list_says_that_a_reply_is_planned_held_back_or_refused(
    client: Client, agent: User, asked: Ticket, account: Account
) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    reply = planned(asked, agent)
    assert ">planned<" in client.get(reverse("queue")).content.decode()
    arrive(account, buyer_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    assert ">held back<" in client.get(reverse("queue")).content.decode()
    Message.objects.filter(pk=reply.pk).update(delivery=Delivery.REFUSED)
    assert ">not sent<" in client.get(reverse("queue")).content.decode()


def test_a_planned_word_of_a_machine_marks_no_row(client: Client, agent: User, asked: Ticket) -> None:
    client.force_login(agent)
    Message.objects.filter(pk=planned(asked, agent).pk).update(automatic=True)
    assert ">planifiée<" not in client.get(reverse("queue")).content.decode()


def test_who_wrote_it_is_told_that_a_colleague_took_it_back(client: Client, agent: User, asked: Ticket) -> None:
    colleague = make_user(first_name="Alix", last_name="Roy")
    outbox.cancel_reply(planned(asked, agent), by=agent, now=NINE)
    client.force_login(colleague)
    assert "avant son départ" not in client.get(asked.get_absolute_url()).content.decode()
    outbox.cancel_reply(planned(asked, agent), by=colleague, now=NINE)
    words = f"Alix Roy a repris la réponse de {agent} avant son départ"
    assert words in unescape(client.get(asked.get_absolute_url()).content.decode())
