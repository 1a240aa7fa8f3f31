"""Forwarding from the ticket's page: the form, what leaves, and what the conversation shows of it."""

from datetime import timedelta

import pytest
from django.conf import settings as installation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.email.simulator import EmailSimulator
from connectors.mail.parse import read_mail
from connectors.models import Account
from inbox.forwards import delivery
from inbox.models import Delivery, DraftFile, Forward, PickedFile, Ticket, User
from inbox.pulling import pull
from tests.inbox.test_forwards import CARRIER, mail, mailbox, waiting  # noqa: F401 - fixtures
from tests.make import make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def given(mailbox: Account, **fields: object) -> dict[str, object]:  # noqa: F811
    values = {"sender": mailbox.pk, "to": CARRIER, "subject": "Colis", "body": "Où est le colis ?", "key": "k"}
    return {**values, **fields}


def test_nothing_is_chosen_to_begin_with_and_quotes_come_into_the_text(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    address = reverse("ticket_forward", args=[waiting.pk])
    page = reader.get(address).content.decode()
    assert "Où est mon colis" in page
    assert "checked" not in page.partition("forward-form")[2].partition("</form>")[0]
    chosen = {"messages": [waiting.messages.get().pk], "insert": "1", "body": "Hello"}
    filled = reader.post(address, given(mailbox, **chosen)).content.decode()
    assert "&gt; Où est mon colis ?" in filled
    assert not Forward.objects.exists()


def test_it_leaves_is_shown_with_its_answer_and_answered_again(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox), follow=True)
    reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox), follow=True)
    forward = Forward.objects.get()
    assert "Mails to carriers and suppliers" in reader.get(reverse("outbox")).content.decode()
    delivery.send_due(timezone.now() + installation.UNDO_SEND + timedelta(seconds=1))
    pull.pull_account(mailbox, now=timezone.now())
    page = reader.get(reverse("ticket", args=[waiting.pk])).content.decode()
    assert f"By mail to {CARRIER}" in page
    assert "Answer by mail, not from the buyer" in page
    answer = forward.mails.get()
    again = reader.get(reverse("ticket_forward", args=[waiting.pk]), {"after": answer.pk}).content.decode()
    assert f'value="{CARRIER}"' in again


def test_it_can_be_taken_back_from_the_page(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox))
    forward = Forward.objects.get()
    reader.post(reverse("forward_act", args=[forward.pk, "cancel"]))
    forward.refresh_from_db()
    assert forward.delivery == Delivery.CANCELLED
    assert CARRIER not in reader.get(reverse("ticket", args=[waiting.pk])).content.decode()


def test_what_cannot_leave_comes_back_as_typed(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    answer = reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox, to="not an address"))
    assert answer.status_code == 422
    assert "Où est le colis ?" in answer.content.decode()
    assert not Forward.objects.exists()


def test_an_answers_file_is_a_download_of_those_who_may_see_the_ticket(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    del mailbox
    stranger = Client()
    stranger.force_login(make_user(role="outside"))
    assert stranger.get(reverse("ticket_forward", args=[waiting.pk])).status_code == 404
    assert reader.get(reverse("forward_file", args=[1])).status_code == 404


def photo(name: str = "colis.jpg", size: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\xff\xd8\xff" + bytes(size), content_type="text/html")


def pick(reader: Client, ticket: Ticket, *files: SimpleUploadedFile) -> str:
    answer = reader.post(reverse("forward_files_add", args=[ticket.pk]), {"files": files}, headers=HTMX)
    return answer.content.decode()


def test_a_file_of_ones_own_leaves_with_the_mail_and_never_with_a_reply(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
    mail: EmailSimulator,  # noqa: F811
) -> None:
    mail.post.add_mailbox("supplier@elsewhere.test", "x")
    assert "colis.jpg" in pick(reader, waiting, photo())
    address = reverse("ticket_forward", args=[waiting.pk])
    assert "colis.jpg" in reader.get(address).content.decode()
    reader.post(address, given(mailbox, to="supplier@elsewhere.test"), follow=True)
    delivery.send_due(timezone.now() + installation.UNDO_SEND + timedelta(seconds=1))
    [raw] = mail.post.mails("supplier@elsewhere.test")
    [file] = read_mail(raw).files
    assert (file.name, file.content_type) == ("colis.jpg", "image/jpeg")
    assert not DraftFile.objects.exists()
    assert "colis.jpg" not in reader.get(address).content.decode().partition('id="forward-files"')[2]
    sent = Forward.objects.get().picked.get()
    shown = reader.get(reverse("ticket", args=[waiting.pk])).content.decode()
    assert reverse("forward_picked", args=[sent.pk]) in shown
    download = reader.get(reverse("forward_picked", args=[sent.pk]))
    assert download.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("file", "words"),
    [("run.exe", "does not take the file run.exe"), ("film.mp4", "takes files of at most 20 MB at once")],
)
def test_what_no_mail_server_takes_is_refused_at_once(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    file: str,
    words: str,
) -> None:
    size = 21 * 1024 * 1024 if file.endswith("mp4") else 0
    assert words in pick(reader, waiting, photo(file, size))
    assert not PickedFile.objects.exists()


def test_at_most_ten_files_are_picked_and_one_is_put_off_with_its_bytes(
    reader: Client,
    waiting: Ticket,  # noqa: F811
) -> None:
    pick(reader, waiting, *[photo(f"{number}.jpg") for number in range(10)])
    assert "at most 10 files" in pick(reader, waiting, photo())
    first = PickedFile.objects.earliest("id")
    remove = reverse("forward_files_remove", args=[waiting.pk])
    answer = reader.post(remove, {"file": first.pk}, headers=HTMX).content.decode()
    assert "0.jpg" not in answer
    assert PickedFile.objects.count() == 9
    assert not first.file.storage.exists(str(first.file.name))


def test_nobody_sees_or_puts_off_what_a_colleague_picked(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    lead: User,
) -> None:
    pick(reader, waiting, photo())
    reader.force_login(lead)
    assert "colis.jpg" not in reader.get(reverse("ticket_forward", args=[waiting.pk])).content.decode()
    reader.post(reverse("forward_files_remove", args=[waiting.pk]), {"file": PickedFile.objects.get().pk})
    assert PickedFile.objects.exists()


def test_without_javascript_a_file_comes_with_the_form_and_what_was_typed_stays(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    address = reverse("ticket_forward", args=[waiting.pk])
    added = reader.post(reverse("forward_files_add", args=[waiting.pk]), given(mailbox, files=photo()))
    assert "Où est le colis ?" in added.content.decode()
    assert reader.post(address, given(mailbox, files=photo("run.exe"))).status_code == 422
    assert reader.post(address, given(mailbox, files=photo("b.jpg"))).status_code == 302
    assert [file.name for file in Forward.objects.get().picked.order_by("id")] == ["colis.jpg", "b.jpg"]


def test_a_refused_mail_is_sent_again_with_its_files_and_they_are_offered_for_the_next(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    pick(reader, waiting, photo())
    address = reverse("ticket_forward", args=[waiting.pk])
    reader.post(address, given(mailbox))
    refused = Forward.objects.get()
    Forward.objects.update(delivery=Delivery.REFUSED, send_after=None)
    choice = f"sent-{refused.picked.get().pk}"
    form = reader.get(address, {"again": refused.pk}).content.decode()
    assert f'value="{choice}" id="forward-along_0" checked' in form
    reader.post(reverse("forward_act", args=[refused.pk, "again"]))
    reader.post(address, given(mailbox, key="other", to="autre@transport.example", along=[choice]))
    names = [[file.name for file in one.picked.all()] for one in Forward.objects.order_by("id")]
    assert names == [["colis.jpg"]] * 3


def test_the_files_are_spoken_of_in_french(
    client: Client,
    agent: User,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    User.objects.filter(pk=agent.pk).update(language="fr")
    client.force_login(agent)
    assert mailbox
    assert "La boîte de messagerie n’accepte pas le fichier run.exe." in pick(client, waiting, photo("run.exe"))
    page = client.get(reverse("ticket_forward", args=[waiting.pk])).content.decode()
    assert "Joindre des fichiers" in page
    assert "10 fichiers au plus" in page
