"""Mails to carriers and suppliers, over SMTP and IMAP: they leave once, and what comes back goes to their ticket."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as installation
from django.core.files.base import ContentFile
from django.utils import timezone

from connectors import accounts
from connectors.email.simulator import EmailSimulator
from connectors.mail.parse import read_mail
from connectors.mail.simulation.written import WrittenMail, written
from connectors.models import Account, RawItem
from connectors.simulation import BuyerWrites, Trouble
from inbox.erasure import erase_buyer
from inbox.errors import AlreadyLeft, KeyUsedDifferently
from inbox.forwards import delivery, outbox
from inbox.forwards.errors import FilesTooLargeToMail, NoMailbox, ToTheBuyer
from inbox.forwards.mailboxes import mailboxes_for
from inbox.forwards.outbox import Wanted
from inbox.forwards.quoting import files_of, with_quotes
from inbox.models import (
    Alert,
    AlertKind,
    Attachment,
    Delivery,
    EventKind,
    Forward,
    ForwardMailKind,
    Message,
    MessageDirection,
    Role,
    Status,
    Ticket,
    User,
)
from inbox.pulling import pull
from inbox.tickets import snooze, triage
from tests.amazon import amazon, lamps  # noqa: F401 - fixtures
from tests.make import DAY, HOUR, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db

CARRIER = "suivi@transport.example"
SHOP = "velo@shop.example"
Pull = Callable[[], None]


@pytest.fixture
def mail() -> Iterator[EmailSimulator]:
    simulated = EmailSimulator()
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def mailbox(mail: EmailSimulator, db: None) -> Account:
    return accounts.connect("email", name="Contact", credentials=mail.add_seller("velo"), now=timezone.now())


@pytest.fixture
def waiting(account: Account) -> Ticket:
    """A buyer waits at a marketplace that has nothing to do with the mailbox."""
    found = make_ticket(account=account, needs_reply=True, status=Status.WAITING)
    make_message(found, body_text="Où est mon colis ?", author="Jeanne Durand")
    return found


@pytest.fixture
def pull_mail(mailbox: Account) -> Pull:
    def look() -> None:
        pull.pull_account(mailbox, now=timezone.now())

    return look


def wanted(mailbox: Account, *, to: str = CARRIER, text: str = "Où est le colis 6A123 ?", **fields: Any) -> Wanted:
    return Wanted(sender=mailbox, to=to, subject="Colis 6A123", text=text, **fields)


def sent(ticket: Ticket, given: Wanted, by: User, *, at: datetime | None = None) -> Forward:
    """Queued and tried once."""
    now = at or timezone.now()
    forward = outbox.queue_forward(ticket, given, by=by, now=now)
    delivery.send_due(now + installation.UNDO_SEND)
    forward.refresh_from_db()
    return forward


def mail_from(sender: str, *, subject: str = "Colis", headers: dict[str, str] | None = None, name: str = "x") -> bytes:
    at = timezone.now()
    return written(
        WrittenMail(("Somebody", sender), ("", SHOP), subject, f"<{name}@y.test>", at, "Voilà.", headers=headers or {})
    )


def test_it_leaves_once_with_nothing_but_what_was_chosen(
    waiting: Ticket, mailbox: Account, mail: EmailSimulator, agent: User
) -> None:
    mail.post.add_mailbox("supplier@elsewhere.test", "x")
    forward = sent(waiting, wanted(mailbox, to="supplier@elsewhere.test"), agent)
    delivery.send_due(timezone.now() + HOUR)
    [raw] = mail.post.mails("supplier@elsewhere.test")
    came = read_mail(raw)
    assert forward.delivery == Delivery.ACCEPTED
    assert came.text.strip() == "Où est le colis 6A123 ?"
    assert came.message_id == forward.message_id
    assert came.subject == f"Colis 6A123 [G-{forward.mark}]"
    assert b"Jeanne" not in raw


def test_the_answer_comes_back_to_the_ticket_and_touches_nothing_of_the_buyers(
    waiting: Ticket, mailbox: Account, agent: User, pull_mail: Pull
) -> None:
    before = list(Message.objects.values())
    forward = sent(waiting, wanted(mailbox), agent)
    pull_mail()
    pull_mail()
    [answer] = forward.mails.all()
    waiting.refresh_from_db()
    assert (answer.kind, answer.sender) == (ForwardMailKind.ANSWER, CARRIER)
    assert answer.body_text.startswith("Bonjour,\n\nLe colis est retrouvé")
    assert ">" not in answer.body_text
    assert "> Où est le colis 6A123 ?" in answer.whole_text
    assert (waiting.needs_reply, waiting.unread, waiting.status) == (True, True, Status.WAITING)
    assert list(Message.objects.values()) == before
    assert Ticket.objects.count() == 1
    assert Alert.objects.get(kind=AlertKind.FORWARD_ANSWERED).user == agent


def test_an_answer_without_references_is_known_by_its_subject(
    waiting: Ticket, mailbox: Account, agent: User, pull_mail: Pull
) -> None:
    forward = sent(waiting, wanted(mailbox, to="lost@transport.example"), agent)
    pull_mail()
    assert forward.mails.get().kind == ForwardMailKind.ANSWER
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"subject": "Re: Colis [G-aaaaaaaaaaaaaaaa]"},
        {"headers": {"In-Reply-To": "<guichet-faaaaaaaaaaaaaaaa-1@shop.example>"}},
        {"subject": "Re: Colis 6A123"},
    ],
)
def test_an_unknown_answer_is_an_ordinary_mail(
    waiting: Ticket, mailbox: Account, mail: EmailSimulator, agent: User, pull_mail: Pull, forged: Any
) -> None:
    forward = sent(waiting, wanted(mailbox, to="robot@nowhere.test"), agent)
    mail.post.deliver(SHOP, mail_from("suivi@nowhere.test", **forged))
    pull_mail()
    assert not forward.mails.exists()
    assert Ticket.objects.exclude(pk=waiting.pk).get().messages.get().body_text == "Voilà."


def test_an_answer_from_another_address_is_taken_with_its_sender(
    waiting: Ticket, mailbox: Account, mail: EmailSimulator, agent: User, pull_mail: Pull
) -> None:
    forward = sent(waiting, wanted(mailbox, to="info@nowhere.test"), agent)
    mail.post.deliver(SHOP, mail_from("other@nowhere.test", headers={"References": forward.message_id}))
    pull_mail()
    assert forward.mails.get().sender == "other@nowhere.test"


def test_a_machine_that_answers_wakes_nobody(waiting: Ticket, mailbox: Account, agent: User, pull_mail: Pull) -> None:
    forward = sent(waiting, wanted(mailbox, to="robot@transport.example"), agent)
    pull_mail()
    waiting.refresh_from_db()
    assert forward.mails.get().automatic
    assert not waiting.unread
    assert not Alert.objects.exists()


def test_an_answer_brings_a_snoozed_ticket_back(
    account: Account, mailbox: Account, agent: User, pull_mail: Pull
) -> None:
    asleep = make_ticket(account=account, status=Status.WAITING, needs_reply=False)
    sent(asleep, wanted(mailbox), agent)
    snooze.snooze(asleep, timezone.now() + DAY, by=agent, now=timezone.now())
    pull_mail()
    asleep.refresh_from_db()
    assert asleep.status == Status.OPEN
    assert asleep.woken_at


def test_a_bounce_refuses_it_and_its_writer_is_told(
    waiting: Ticket, mailbox: Account, agent: User, pull_mail: Pull
) -> None:
    forward = sent(waiting, wanted(mailbox, to="nobody@transport.example"), agent)
    assert forward.delivery == Delivery.ACCEPTED
    pull_mail()
    forward.refresh_from_db()
    assert forward.delivery == Delivery.REFUSED
    assert "mailbox does not exist" in forward.reason
    assert Alert.objects.get(kind=AlertKind.FORWARD_FAILED).user == agent
    assert Ticket.objects.count() == 1

    again = outbox.send_again(forward, by=agent, now=timezone.now())
    assert (again.delivery, again.body_text) == (Delivery.QUEUED, forward.body_text)
    assert again.subject == f"Colis 6A123 [G-{again.mark}]"
    assert not Forward.objects.unsettled().exists()


def test_one_whose_outcome_is_unknown_is_never_sent_again_and_its_copy_settles_it(
    waiting: Ticket, mailbox: Account, mail: EmailSimulator, agent: User, pull_mail: Pull, settings: Any
) -> None:
    mail.post.add_mailbox("info@nowhere.test", "x")
    mail.trouble(Trouble.CONNECTION_CUT, path="smtp")
    forward = sent(waiting, wanted(mailbox, to="info@nowhere.test"), agent)
    assert forward.delivery == Delivery.UNSURE
    delivery.send_due(timezone.now() + DAY)
    [raw] = mail.post.mails("info@nowhere.test")
    mail.post.deliver(SHOP, raw, folder="Sent")
    pull_mail()
    forward.refresh_from_db()
    assert (forward.delivery, forward.mails.get().kind) == (Delivery.ACCEPTED, ForwardMailKind.COPY)
    assert Ticket.objects.count() == 1


def test_a_worker_that_died_leaves_it_unsure_and_a_person_settles_it(
    waiting: Ticket, mailbox: Account, agent: User
) -> None:
    now = timezone.now()
    forward = outbox.queue_forward(waiting, wanted(mailbox), by=agent, now=now)
    Forward.objects.update(delivery=Delivery.SENDING, attempts=1, lease_until=now, send_after=None)
    delivery.send_due(now + HOUR)
    forward.refresh_from_db()
    assert forward.delivery == Delivery.UNSURE
    outbox.confirm_not_sent(forward, by=agent, now=now)
    forward.refresh_from_db()
    assert forward.delivery == Delivery.REFUSED


def test_a_mail_server_that_takes_nothing_now_is_asked_again(
    waiting: Ticket, mailbox: Account, mail: EmailSimulator, agent: User
) -> None:
    mail.trouble(Trouble.UNAVAILABLE, path="smtp")
    forward = sent(waiting, wanted(mailbox), agent)
    assert (forward.delivery, forward.attempts) == (Delivery.QUEUED, 1)
    delivery.send_due(timezone.now() + timedelta(minutes=5))
    forward.refresh_from_db()
    assert forward.delivery == Delivery.ACCEPTED


def test_it_can_be_taken_back_until_it_has_left(waiting: Ticket, mailbox: Account, agent: User) -> None:
    now = timezone.now()
    forward = outbox.queue_forward(waiting, wanted(mailbox), by=agent, now=now)
    assert delivery.send_due(now) == 0
    outbox.cancel(forward, by=agent, now=now)
    assert delivery.send_due(now + HOUR) == 0
    with pytest.raises(AlreadyLeft):
        outbox.cancel(forward, by=agent, now=now)


def test_the_same_key_makes_one_mail(waiting: Ticket, mailbox: Account, agent: User) -> None:
    now = timezone.now()
    first = outbox.queue_forward(waiting, wanted(mailbox), by=agent, now=now, idempotency_key="k")
    assert outbox.queue_forward(waiting, wanted(mailbox), by=agent, now=now, idempotency_key="k") == first
    with pytest.raises(KeyUsedDifferently):
        outbox.queue_forward(waiting, wanted(mailbox, text="x"), by=agent, now=now, idempotency_key="k")


def test_it_never_goes_to_the_buyer_nor_from_where_there_is_no_mailbox(
    waiting: Ticket, mailbox: Account, account: Account, agent: User, mail: EmailSimulator
) -> None:
    now = timezone.now()
    with pytest.raises(NoMailbox):
        outbox.queue_forward(waiting, wanted(account), by=agent, now=now)
    mail.buyer_writes(BuyerWrites("velo", "jeanne", "Bonjour", buyer_name="Jeanne"))
    pull.pull_account(mailbox, now=now)
    hers = Ticket.objects.get(account=mailbox)
    with pytest.raises(ToTheBuyer):
        outbox.queue_forward(hers, wanted(mailbox, to="Jeanne@people.example"), by=agent, now=now)


def test_files_go_along_only_if_chosen_and_not_too_large(
    waiting: Ticket, mailbox: Account, agent: User, mail: EmailSimulator
) -> None:
    question = waiting.messages.get()
    label = Attachment.objects.create(message=question, name="label.pdf", content_type="application/pdf", size=4)
    label.file.save("label", ContentFile(b"%PDF"))
    mail.post.add_mailbox("info@nowhere.test", "x")
    sent(waiting, wanted(mailbox, to="info@nowhere.test", files=list(files_of(waiting))), agent)
    [file] = read_mail(mail.post.mails("info@nowhere.test")[0]).files
    assert (file.name, file.content) == ("label.pdf", b"%PDF")
    label.size = 21 * 1024 * 1024
    with pytest.raises(FilesTooLargeToMail):
        outbox.queue_forward(waiting, wanted(mailbox, files=[label]), by=agent, now=timezone.now())


def test_a_mail_quotes_words_and_no_names_and_never_a_note(waiting: Ticket, agent: User) -> None:
    triage.add_note(waiting, body="angry", by=agent, now=timezone.now())
    text = with_quotes("Where is it?", waiting.messages.exclude(direction=MessageDirection.NOTE))
    assert text.startswith("Where is it?\n\n")
    assert text.endswith("> Où est mon colis ?")
    assert "Jeanne" not in text


def test_an_outside_agent_writes_only_from_shops_that_he_may_see(waiting: Ticket, mailbox: Account) -> None:
    outsider = make_user(role=Role.OUTSIDE)
    outsider.shops.set([waiting.account])
    assert mailboxes_for(waiting, user=outsider) == []
    outsider.shops.add(mailbox)
    del outsider.limits
    assert mailboxes_for(waiting, user=outsider) == [mailbox]
    assert mailboxes_for(waiting, user=make_user()) == [mailbox]


def test_what_others_were_told_of_an_erased_buyer_and_answered_is_gone(
    waiting: Ticket, mailbox: Account, agent: User, pull_mail: Pull, mail: EmailSimulator
) -> None:
    forward = sent(waiting, wanted(mailbox, text="zqxmarker, Lyon"), agent)
    pull_mail()
    assert RawItem.objects.exclude(body="null").exists()
    erase_buyer(waiting.buyer, by=None, reason="asked", now=timezone.now())
    late = mail_from(CARRIER, headers={"References": forward.message_id}, name="late")
    mail.post.deliver(SHOP, late)
    pull_mail()
    forward.refresh_from_db()
    assert (forward.body_text, forward.subject) == ("", "")
    assert [one.body_text + one.whole_text for one in forward.mails.all()] == [""]
    assert not RawItem.objects.exclude(body="null").exists()


def test_every_step_is_in_the_log_without_a_word_of_it(waiting: Ticket, mailbox: Account, agent: User) -> None:
    forward = sent(waiting, wanted(mailbox), agent)
    steps = waiting.events.filter(kind=EventKind.FORWARDED).order_by("id")
    assert [step.after for step in steps] == [
        {"forward": forward.pk},
        {"forward": forward.pk, "delivery": Delivery.ACCEPTED},
    ]


def test_a_marketplaces_mailbox_forwards_too(lamps: Account, agent: User, waiting: Ticket) -> None:  # noqa: F811
    forward = sent(waiting, wanted(lamps), agent)
    assert forward.delivery == Delivery.ACCEPTED
    pull.pull_account(lamps, now=timezone.now())
    assert forward.mails.get().kind == ForwardMailKind.ANSWER
