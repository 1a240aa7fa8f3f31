"""A mail at which the line always broke is passed over, and can be fetched anew once the line holds."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors import accounts
from connectors.mail.simulation import MailPost
from connectors.mail.transport.places import ATTEMPTS
from connectors.models import Account, RawItem
from inbox import tasks
from inbox.models import Message, User
from inbox.pulling import pull
from inbox.pulling.passed_over import any_passed_over, fetch_passed_over
from tests.connectors.mail.letters import mail

pytestmark = pytest.mark.django_db

SHOP = "shop@shop.example"


@pytest.fixture
def post() -> Iterator[MailPost]:
    made = MailPost(now=lambda: datetime.now(UTC))
    made.start()
    made.add_mailbox(SHOP, "password", ("INBOX",))
    yield made
    made.stop()


@pytest.fixture
def mailbox(post: MailPost) -> Account:
    credentials = {**post.credentials(SHOP), "sender": SHOP}
    return accounts.connect("email", name="Mail", credentials=credentials, now=timezone.now())


def passed_over(account: Account, post: MailPost, content: bytes) -> int:
    """A mail that has been given up, between two that came; its UID."""
    post.deliver(SHOP, mail(1), at=timezone.now())
    uid = post.deliver(SHOP, content, at=timezone.now())
    post.deliver(SHOP, mail(3), at=timezone.now())
    post.break_at(uid)
    for _ in range(ATTEMPTS + 4):
        pull.pull_account(account, now=timezone.now())
    assert RawItem.objects.exclude(problem="").count() == 1
    return uid


def test_try_again_fetches_what_was_passed_over(mailbox: Account, post: MailPost) -> None:
    uid = passed_over(mailbox, post, mail(2))
    assert any_passed_over(mailbox)
    assert fetch_passed_over(mailbox, now=timezone.now()).unreadable == 1
    post.mend(uid)
    counts = fetch_passed_over(mailbox, now=timezone.now())
    assert (counts.new, counts.unreadable) == (1, 0)
    assert Message.objects.filter(body_text__contains="Message 2.").count() == 1
    assert not RawItem.objects.exclude(problem="").exists()
    assert not any_passed_over(mailbox)


def test_what_has_left_the_mailbox_says_so(mailbox: Account, post: MailPost) -> None:
    passed_over(mailbox, post, mail(2))
    post.change_uidvalidity(SHOP, "INBOX")
    assert fetch_passed_over(mailbox, now=timezone.now()).unreadable == 1
    assert "moved or deleted" in RawItem.objects.exclude(problem="").get().problem


def test_the_command_fetches_it_too(mailbox: Account, post: MailPost, capsys: pytest.CaptureFixture[str]) -> None:
    post.mend(passed_over(mailbox, post, mail(2)))
    call_command("retry_unreadable")
    assert capsys.readouterr().out == "email/Mail: 1 new, 0 repeated, 0 still unreadable\n"


def test_the_button_has_it_fetched_in_the_background(
    mailbox: Account, post: MailPost, client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(tasks.fetch_passed_over, "apply_async", lambda args, **_: asked.append(args))
    passed_over(mailbox, post, mail(2))
    client.force_login(owner)
    address = reverse("account_retry_unreadable", args=[mailbox.pk])
    page = client.post(address, follow=True, headers={"Accept-Language": "en"})
    assert asked == [(mailbox.pk,)]
    assert "fetched anew" in page.content.decode()
