"""Files for a reply: kept with the draft, refused in words, sent along; without JavaScript too."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.models import Delivery, Draft, DraftFile, Message, Ticket, User
from inbox.sending import outbox
from tests.make import make_account, make_message, make_ticket

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def on_amazon() -> Ticket:
    account: Account = make_account(marketplace="amazon")
    ticket = make_ticket(account=account)
    make_message(ticket)
    return ticket


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def pdf(name: str = "invoice.pdf", size: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7" + bytes(size), content_type="application/pdf")


def add(reader: Client, ticket: Ticket, *files: SimpleUploadedFile) -> str:
    answer = reader.post(reverse("ticket_files_add", args=[ticket.id]), {"files": files}, headers=HTMX)
    return answer.content.decode()


def test_a_picked_file_is_kept_with_the_draft(reader: Client, on_amazon: Ticket) -> None:
    assert "invoice.pdf" in add(reader, on_amazon, pdf())
    assert "invoice.pdf" in reader.get(on_amazon.get_absolute_url()).content.decode()


def test_the_limits_take_no_room_before_a_file_is_picked(reader: Client, on_amazon: Ticket) -> None:
    text = reader.get(on_amazon.get_absolute_url()).content.decode()

    assert 'title="at most 5 files · 10 MB together · pdf, png' in text
    assert 'class="composer-limits' not in text
    assert 'class="composer-limits' in add(reader, on_amazon, pdf())
    assert 'accept=".pdf,.png' in text


def test_a_marketplace_without_files_offers_none(reader: Client, ticket: Ticket) -> None:
    assert 'name="files"' not in reader.get(ticket.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("file", "words"),
    [(pdf("run.exe"), "does not take the file run.exe"), (pdf(size=11 * 1024 * 1024), "at most")],
)
def test_what_the_marketplace_would_refuse_is_refused_at_once(
    reader: Client, on_amazon: Ticket, file: SimpleUploadedFile, words: str
) -> None:
    file.seek(0)

    assert words in add(reader, on_amazon, file)
    assert not DraftFile.objects.exists()


def test_a_sixth_file_is_refused(reader: Client, on_amazon: Ticket) -> None:
    add(reader, on_amazon, *[pdf(f"{number}.pdf") for number in range(5)])

    assert "at most 5 files" in add(reader, on_amazon, pdf())
    assert DraftFile.objects.count() == 5


def test_a_file_is_taken_off_again_with_its_bytes(reader: Client, on_amazon: Ticket) -> None:
    add(reader, on_amazon, pdf())
    kept = DraftFile.objects.get()

    reader.post(reverse("ticket_files_remove", args=[on_amazon.id]), {"file": kept.id}, headers=HTMX)

    assert not DraftFile.objects.exists()
    assert not kept.file.storage.exists(str(kept.file.name))


def test_nobody_takes_off_the_files_of_another(reader: Client, on_amazon: Ticket, lead: User) -> None:
    add(reader, on_amazon, pdf())
    reader.force_login(lead)

    reader.post(reverse("ticket_files_remove", args=[on_amazon.id]), {"file": DraftFile.objects.get().id})

    assert DraftFile.objects.exists()


def test_files_leave_with_the_reply(reader: Client, on_amazon: Ticket) -> None:
    add(reader, on_amazon, pdf())

    reader.post(reverse("ticket_write", args=[on_amazon.id]), {"kind": "reply", "body": "Voici.", "key": "k"})

    sent = Message.objects.get(delivery=Delivery.QUEUED)
    assert [file.name for file in sent.attachments.all()] == ["invoice.pdf"]
    assert not Draft.objects.exists()


def test_without_javascript_files_come_with_the_reply_itself(reader: Client, on_amazon: Ticket) -> None:
    given = {"kind": "reply", "body": "Voici.", "key": "k", "files": pdf()}

    reader.post(reverse("ticket_write", args=[on_amazon.id]), given)

    assert Message.objects.get(delivery=Delivery.QUEUED).attachments.count() == 1


def test_a_button_pressed_twice_without_javascript_sends_reply_and_files_once(
    reader: Client, on_amazon: Ticket
) -> None:
    for _press in range(2):
        given = {"kind": "reply", "body": "Voici.", "key": "k", "files": pdf()}
        answer = reader.post(reverse("ticket_write", args=[on_amazon.id]), given)

    assert answer.status_code == 302
    assert Message.objects.get(delivery=Delivery.QUEUED).attachments.count() == 1
    assert not DraftFile.objects.exists()


def test_without_javascript_adding_a_file_keeps_the_text(reader: Client, on_amazon: Ticket) -> None:
    answer = reader.post(reverse("ticket_files_add", args=[on_amazon.id]), {"files": pdf(), "body": "half a thought"})

    assert answer.status_code == 302
    assert Draft.objects.get().text == "half a thought"


def test_emptying_the_text_keeps_the_files(reader: Client, on_amazon: Ticket) -> None:
    add(reader, on_amazon, pdf())

    reader.post(reverse("ticket_draft", args=[on_amazon.id]), {"body": ""})

    assert DraftFile.objects.exists()


def test_a_reply_taken_back_brings_its_files_back(reader: Client, on_amazon: Ticket, agent: User) -> None:
    add(reader, on_amazon, pdf())
    reader.post(reverse("ticket_write", args=[on_amazon.id]), {"kind": "reply", "body": "Voici.", "key": "k"})
    sent = Message.objects.get(delivery=Delivery.QUEUED)

    reader.post(reverse("message_cancel", args=[sent.id]))

    assert Draft.objects.get().text == "Voici."
    assert DraftFile.objects.get().name == "invoice.pdf"
    assert outbox.count_characters(on_amazon, "Voici.") == 6


@pytest.mark.parametrize("name", ["ticket_files_add", "ticket_files_remove"])
def test_files_are_changed_by_post_only(reader: Client, on_amazon: Ticket, name: str) -> None:
    assert reader.get(reverse(name, args=[on_amazon.id])).status_code == 405
