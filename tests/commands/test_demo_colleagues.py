"""demo_colleagues: answers from templates, through the same door as everybody's, once, and only in the demo."""

import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors.models import Account
from inbox.management.commands.demo_setup import PEOPLE
from inbox.models import Delivery, Message, User
from inbox.models.user import Role
from templates_app.models import ReplyTemplate
from tests.make import make_message, make_template, make_ticket

pytestmark = pytest.mark.django_db

TICKETS = 10


@pytest.fixture
def waiting(account: Account, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ReplyTemplate:
    """A template that answers ten tickets whole; two colleagues."""
    settings.IS_DEMO = True
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    now = timezone.now()
    for email, first_name, last_name, _role in PEOPLE[2:4]:
        User.objects.create_user(email, "x", role=Role.AGENT, first_name=first_name, last_name=last_name)
    for _number in range(TICKETS):
        ticket = make_ticket(
            account=account,
            topic="delivery",
            language="fr",
            level=1,
            needs_reply=True,
            waits_since=now - timedelta(hours=1),
            reply_due_at=now + timedelta(hours=20),
        )
        make_message(ticket, body_text="Bonjour, où en est ma commande ?", language="fr", written_at=now)
    return make_template(topic="delivery", fr="Bonjour,\n\nelle est en préparation.\n\n{{ agent.first_name }}")


def test_outside_the_demo_nothing_happens(waiting: ReplyTemplate, settings: Settings) -> None:
    settings.IS_DEMO = False
    with pytest.raises(CommandError, match="not the demo"):
        call_command("demo_colleagues")
    assert not Message.objects.filter(user__isnull=False).exists()


def test_half_are_answered_in_turns_and_some_are_changed(waiting: ReplyTemplate) -> None:
    call_command("demo_colleagues")
    replies = list(Message.objects.filter(template_version=waiting.published).order_by("id"))
    assert len(replies) == TICKETS // 2
    assert {reply.delivery for reply in replies} == {Delivery.QUEUED}
    assert [reply.user.first_name for reply in replies[:2] if reply.user] == ["Inès", "Tom"]
    assert all(reply.solves and reply.user and reply.user.first_name in reply.body_text for reply in replies)
    assert [reply.template_edited for reply in replies] == [False, False, False, True, False]


def test_once_is_enough(waiting: ReplyTemplate) -> None:
    call_command("demo_colleagues")
    call_command("demo_colleagues")
    assert Message.objects.filter(template_version=waiting.published).count() == TICKETS // 2
