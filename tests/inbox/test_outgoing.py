"""What a connector is given to send, and replies with files."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from connectors.incoming import Direction, Person
from connectors.models import Account
from inbox.errors import FileGone, FilesTooLarge, FileTypeRefused, TooManyFiles
from inbox.models import Attachment, Cause, Delivery, Draft, DraftFile, Message, Ticket, User
from inbox.sending import delivery, outbox, settling
from inbox.sending.outgoing_reply import outgoing_reply
from tests.inbox.arrive import arrive, buyer_message
from tests.inbox.fake_marketplace import Post
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
PDF = b"%PDF-1.7 facture"


@pytest.fixture
def waiting(postbox: Account) -> Ticket:
    person = Person("abc@relay.test", "Jeanne")
    arrive(postbox, buyer_message("m1", buyer=person, order_id="1-2", answering={"to": "abc+1@relay.test"}))
    second = buyer_message("m2", buyer=person, at=NINE + MINUTE, text="Alors ?", answering={"to": "abc+2@relay.test"})
    robot = buyer_message("m3", buyer=person, at=NINE + 2 * MINUTE, text="Absent", automatic=True)
    arrive(postbox, second, robot, now=NINE + 2 * MINUTE)
    return Ticket.objects.get()


def draft_file(ticket: Ticket, user: User, name: str = "facture.pdf", *, content: bytes = PDF) -> DraftFile:
    draft, _ = Draft.objects.get_or_create(ticket=ticket, user=user, defaults={"text": "Voici."})
    return DraftFile.objects.create(draft=draft, name=name, file=ContentFile(content, name), size=len(content))


def sent(ticket: Ticket, by: User, *files: DraftFile) -> Message:
    message = outbox.queue_reply(ticket, body="Voici.", by=by, now=NINE + HOUR, files=files)
    delivery.deliver(message.pk, now=NINE + 2 * HOUR)
    message.refresh_from_db()
    return message


def test_who_asks_in_the_marketplaces_name_is_answered_if_that_is_possible(waiting: Ticket, agent: User) -> None:
    care: dict[str, Any] = {"direction": Direction.SYSTEM, "author": "Customer care", "awaits_answer": True}
    later = NINE + HOUR
    asks = buyer_message("m4", at=later, answering={"to": "care"}, **care)
    arrive(waiting.account, asks, buyer_message("m5", at=later + MINUTE, **care), now=later + MINUTE)
    reply = outgoing_reply(sent(Ticket.objects.get(), agent))
    assert reply.answering == {"to": "care"}


def test_a_reply_carries_what_it_answers(waiting: Ticket, post: Post, agent: User) -> None:
    sent(waiting, agent)
    reply = post.sent[0]
    assert reply.answering == {"to": "abc+2@relay.test"}
    assert (reply.quoted_text, reply.quoted_at, reply.quoted_author) == ("Alors ?", NINE + MINUTE, "jeanne_d")
    assert (reply.order_id, reply.buyer_handle) == ("1-2", "abc@relay.test")


def test_the_key_of_an_attempt_is_always_the_same_and_of_another_attempt_another(waiting: Ticket, agent: User) -> None:
    message = outbox.queue_reply(waiting, body="Voici.", by=agent, now=NINE)
    first, again = outgoing_reply(message).key, outgoing_reply(message).key
    message.attempts += 1
    assert first == again != outgoing_reply(message).key
    assert first.replace("-", "").isalnum()


def test_files_of_the_draft_leave_with_the_reply(waiting: Ticket, post: Post, agent: User) -> None:
    message = sent(waiting, agent, draft_file(waiting, agent))
    (file,) = post.sent[0].files
    assert (file.name, file.content_type, file.content) == ("facture.pdf", "application/pdf", PDF)
    kept = message.attachments.get()
    assert (kept.name, kept.size, kept.file.read()) == ("facture.pdf", len(PDF), PDF)
    assert not DraftFile.objects.exists()


def test_what_the_marketplace_would_not_take_is_refused_before_queueing(waiting: Ticket, agent: User) -> None:
    files = [draft_file(waiting, agent, f"{number}.pdf") for number in range(3)]
    with pytest.raises(TooManyFiles, match="2"):
        sent(waiting, agent, *files)
    with pytest.raises(FilesTooLarge):
        sent(waiting, agent, draft_file(waiting, agent, content=b"x" * 1001))
    with pytest.raises(FileTypeRefused, match="virus"):
        sent(waiting, agent, draft_file(waiting, agent, "virus.EXE"))
    assert not waiting.messages.filter(direction="out").exists()
    assert DraftFile.objects.count() == 5


def test_a_file_that_only_calls_itself_a_picture_is_not_shown_as_one(waiting: Ticket, agent: User) -> None:
    message = sent(waiting, agent, draft_file(waiting, agent, "photo.png", content=b"<script>"))
    assert message.attachments.get().content_type == "application/octet-stream"


def test_sending_again_keeps_the_files(waiting: Ticket, post: Post, agent: User) -> None:
    message = sent(waiting, agent, draft_file(waiting, agent))
    Message.objects.filter(pk=message.pk).update(delivery=Delivery.REFUSED, cause=Cause.BOUNCED)
    message.refresh_from_db()
    again = outbox.send_again(message, by=agent, now=NINE + 3 * HOUR)
    delivery.deliver(again.pk, now=NINE + 4 * HOUR)
    assert [file.content for reply in post.sent for file in reply.files] == [PDF, PDF]
    assert Attachment.objects.filter(message=message).exists()


def test_a_reply_whose_file_is_gone_is_not_sent_without_it(waiting: Ticket, post: Post, agent: User) -> None:
    file = draft_file(waiting, agent)
    default_storage.delete(file.file.name or "")
    with pytest.raises(FileGone):
        sent(waiting, agent, file)
    kept = draft_file(waiting, agent)
    message = outbox.queue_reply(waiting, body="Voici.", by=agent, now=NINE, files=[kept])
    default_storage.delete(kept.file.name or "")
    delivery.deliver(message.pk, now=NINE + HOUR)
    message.refresh_from_db()
    assert (message.delivery, message.cause, post.sent) == (Delivery.REFUSED, Cause.FILE_GONE, [])


def test_no_length_of_time_settles_what_nobody_can_read_back(waiting: Ticket, agent: User) -> None:
    message = outbox.queue_reply(waiting, body="Voici.", by=agent, now=NINE)
    Message.objects.filter(pk=message.pk).update(delivery=Delivery.UNSURE, attempted_at=NINE)
    settling.settle_due(NINE + 30 * DAY)
    message.refresh_from_db()
    assert message.delivery == Delivery.UNSURE
    outbox.confirm_sent(message, by=agent, now=NINE + 30 * DAY)
    message.refresh_from_db()
    assert (message.delivery, message.confirmed_at) == (Delivery.ACCEPTED, NINE + 30 * DAY)
