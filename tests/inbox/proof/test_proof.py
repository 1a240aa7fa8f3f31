"""The proof of a ticket says what happened, as a page, as a PDF and as JSON that anybody can verify."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone, translation

from connectors.models import Account
from inbox.models import Status, Ticket, User
from inbox.proof.pdf import pdf_of, printable
from inbox.proof.proof import proof_of
from inbox.proof.sealing import seal_log
from inbox.tickets import triage
from inbox.views.deadlines.proof_words import sheet_of
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_message, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(account: Account, agent: User) -> Ticket:
    """A question with a file, answered two hours too late on the marketplace's own site, and sealed."""
    arrive(
        account, buyer_message("m1", text="Gdzie jest paczka? Nerede? 荷物 \U0001f4e6"), now=NINE + timedelta(minutes=5)
    )
    found = Ticket.objects.get()
    file = found.messages.get().attachments.create(name="photo.png", size=4)
    file.file.save("1", ContentFile(b"\x89PNG"))
    arrive(account, shop_message("m2", at=NINE + 26 * HOUR), now=NINE + 27 * HOUR)
    triage.add_note(found, body="Client fâché", by=agent, now=NINE + 28 * HOUR)
    seal_log(timezone.now())
    return found


def test_it_says_when_what_was_written_fetched_due_and_accepted(answered: Ticket) -> None:
    proof = proof_of(answered, NINE + 3 * DAY, with_texts=False)
    question, reply = proof.messages
    assert (question.author, question.written_at, question.fetched_at) == ("buyer", NINE, NINE + timedelta(minutes=5))
    assert (reply.author, reply.written_at, reply.marketplace_id) == ("outside", NINE + 26 * HOUR, "m2")
    (wait,) = proof.waits
    (clock,) = wait.clocks
    assert (wait.opened_by, wait.answered_by, wait.end_reason) == (question.id, reply.id, "answered_outside")
    assert (clock.clock, clock.due_at, clock.ended_at, clock.met) == (
        "marketplace",
        NINE + 24 * HOUR,
        NINE + 26 * HOUR,
        False,
    )
    assert clock.policy is not None
    assert clock.policy.number == 1


def test_texts_come_only_when_asked_for_their_digests_always(answered: Ticket) -> None:
    without, texts = (proof_of(answered, NINE, with_texts=choice).messages[0] for choice in (False, True))
    assert without.text is None
    assert texts.text is not None
    assert hashlib.sha256(texts.text.encode()).hexdigest() == without.sha256
    assert [file.sha256 for file in without.files] == [hashlib.sha256(b"\x89PNG").hexdigest()]


def test_internal_notes_stay_out(answered: Ticket) -> None:
    proof = proof_of(answered, NINE, with_texts=True)
    assert "fâché" not in json.dumps([message.text for message in proof.messages], ensure_ascii=False)
    assert "note" in [entry.kind for entry in proof.entries]


def test_its_page_says_it_in_words(answered: Ticket, agent: User, client: Client) -> None:
    client.force_login(agent)
    page = client.get(f"/tickets/{answered.pk}/proof/", headers={"accept-language": "en"}).content.decode()
    assert "The log is as it was sealed" in page
    assert "late by 2 h" in page
    assert "Gdzie" not in page
    assert "Gdzie" in client.get(f"/tickets/{answered.pk}/proof/?texts=1").content.decode()


def test_its_pdf_holds_any_text(answered: Ticket, agent: User, client: Client) -> None:
    client.force_login(agent)
    answer = client.get(f"/tickets/{answered.pk}/proof.pdf?texts=1")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_its_page_gives_what_the_api_gives(answered: Ticket, agent: User, client: Client) -> None:
    client.force_login(agent)
    answer = client.get(f"/tickets/{answered.pk}/proof.json?texts=1")
    assert answer["Content-Disposition"] == f'attachment; filename="guichet-{answered.pk}.json"'
    said = json.loads(answer.content)
    assert said["verdict"]["holds"] is True
    assert any("Gdzie" in message["text"] for message in said["messages"])
    assert json.loads(client.get(f"/tickets/{answered.pk}/proof.json").content)["messages"][0]["text"] is None


@pytest.mark.parametrize("text", ["\x00\x1b\u202e", "שלום", "x" * 9000, "a\n" * 900, "", "{nb} **a** --b--", "\ud7ff"])
def test_no_text_makes_the_pdf_fail(answered: Ticket, text: str) -> None:
    make_message(answered, body_text=text.replace("\x00", ""), author="{page}")
    answered.order_id = text[:50]
    sheet = sheet_of(proof_of(answered, NINE, with_texts=True))
    assert pdf_of(sheet, made_at=NINE).startswith(b"%PDF-")


def test_characters_that_the_font_lacks_are_replaced_where_one_sees_it() -> None:
    assert printable("Zażółć gęślą jaźń, İstanbul ığüşöç œuvre 12 €") == (
        "Zażółć gęślą jaźń, İstanbul ığüşöç œuvre 12 €",
        False,
    )
    assert printable("荷物 \U0001f4e6!") == ("[?] [?]!", True)


def test_it_is_there_in_french(answered: Ticket) -> None:
    with translation.override("fr"):
        assert sheet_of(proof_of(answered, NINE, with_texts=False)).language == "fr"


def test_who_may_not_see_the_ticket_may_not_see_its_proof(answered: Ticket, client: Client) -> None:
    assert client.get(f"/tickets/{answered.pk}/proof/").status_code == 302
    client.force_login(make_user(role="agent", is_active=True))
    assert client.get("/tickets/999999/proof/").status_code == 404
    assert client.post(f"/tickets/{answered.pk}/proof/").status_code == 405


def test_the_log_is_told_in_words_with_what_was_sealed_beneath(answered: Ticket, agent: User) -> None:
    triage.set_status(answered, status=Status.SOLVED, by=agent, now=NINE + 29 * HOUR)
    triage.set_priority(answered, priority=4, by=agent, now=NINE + 30 * HOUR)
    with translation.override("en"):
        log = sheet_of(proof_of(answered, NINE + 3 * DAY, with_texts=False)).sections[-1]
    told = {row.cells[2]: row.under for row in log.rows}
    assert "ticket opened" in told
    assert told["solved: waiting for the buyer → solved"][0] == '{"value": "waiting"} → {"value": "solved"}'
    assert told["priority changed: normal → urgent"][0] == '{"value": 2} → {"value": 4}'
