"""The pages of what buyers ask, and of the FAQ."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.mining.mining import mine
from inbox.models import EndReason, Message, MessageDirection, Question, QuestionAnswer, ResponseCycle
from inbox.views.faq.coverage import percent
from templates_app.models import FaqEntry, ReplyTemplate
from templates_app.versions import newest, publish
from tests.make import DAY, HOUR, make_message, make_order, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOW = timezone.now()
ANSWER = "Bonjour Jeanne Dupont,\n\nvotre colis 12-34567-89012 arrive demain."


@pytest.fixture
def asked(account: Account) -> Question:
    """Three buyers asked the same; one was answered, and was content."""
    for number, name in enumerate(("Jeanne Dupont", "Marie Martin", "Paul Petit")):
        at = NOW - number * DAY - 5 * DAY
        ticket = make_ticket(
            account=account, topic="delivery", language="fr", buyer_name=name, order_id="12-34567-89012"
        )
        text = f"Bonjour, {name} ici. Où est mon colis ? Mon numéro : 06 12 34 56 78"
        message = make_message(ticket, body_text=text, language="fr", written_at=at)
        if number == 0:
            reply = make_message(ticket, body_text=ANSWER, direction=MessageDirection.OUT, written_at=at + HOUR)
            ResponseCycle.objects.create(
                ticket=ticket,
                number=1,
                opened_at=at,
                opened_by=message,
                ended_at=at + HOUR,
                answered_by=reply,
                answered_at=at + HOUR,
                end_reason=EndReason.ANSWERED,
            )
    mine(NOW)
    return Question.objects.get()


def test_the_list_shows_what_comes_back_without_anybodys_name(as_agent: Client, asked: Question) -> None:
    page = as_agent.get(reverse("questions")).content.decode()
    assert "Où est mon colis ?" in page
    assert "no answer kept" in page
    assert "Dupont" not in page.split("<main")[1]


def test_the_best_answer_becomes_an_entry_without_anybodys_name(as_lead: Client, asked: Question) -> None:
    page = as_lead.get(reverse("question", args=[asked.pk])).content.decode()
    assert "solved at first contact" in page
    reply = asked.wordings.get().askings.order_by("asked_at").last()
    assert reply is not None
    answer = reply.ticket.messages.get(direction="out")
    address = f"{reverse('faq_new')}?question={asked.pk}&answer={answer.pk}"
    form = as_lead.get(address).context["form"]
    assert form.initial["answer"] == "Bonjour [name],\n\nvotre colis [order] arrive demain."
    assert form.initial["question"] == "Où est mon colis ?"
    values = {"question": "Où est mon colis ?", "answer": "Il arrive.", "language": "fr", "topic": "delivery"}
    assert as_lead.post(address, values).status_code == 302
    entry = FaqEntry.objects.get()
    assert entry.answer == "Il arrive."
    assert QuestionAnswer.objects.get(question=asked).entry == entry
    assert "in the FAQ" in as_lead.get(reverse("questions")).content.decode()


def test_the_best_answer_becomes_a_template_with_placeholders(as_lead: Client, asked: Question) -> None:
    answer = Message.objects.get(direction=MessageDirection.OUT)
    page = as_lead.get(reverse("question", args=[asked.pk])).content.decode()
    address = f"{reverse('template_new')}?question={asked.pk}&answer={answer.pk}"
    assert address.replace("&", "&amp;") in page
    shop = answer.account.name
    Message.objects.filter(pk=answer.pk).update(body_text=f"{answer.body_text}\n\n{shop} vous remercie.")
    form = as_lead.get(address).context["form"]
    assert form.initial["body_fr"] == (
        "Bonjour {{ buyer.name }},\n\nvotre colis {{ order.number }} arrive demain.\n\n{{ shop.name }} vous remercie."
    )
    entry = as_lead.get(f"{reverse('faq_new')}?question={asked.pk}&answer={answer.pk}").context["form"]
    assert f"{shop} vous remercie." in entry.initial["answer"]
    assert (form.initial["name"], form.initial["topic"], form.initial["family"]) == (
        "Où est mon colis ?",
        "delivery",
        "faq",
    )
    values = {"name": "Colis", "topic": "delivery", "family": "faq", "body_fr": form.initial["body_fr"]}
    assert as_lead.post(address, values).status_code == 302
    template = ReplyTemplate.objects.get(name="Colis")
    assert QuestionAnswer.objects.get(question=asked).template == template
    assert "no answer kept" in as_lead.get(reverse("questions")).content.decode()
    publish(newest(template))
    assert "by a template" in as_lead.get(reverse("questions")).content.decode()


def test_an_entry_that_asks_nearly_the_same_counts_as_its_answer(as_agent: Client, asked: Question) -> None:
    FaqEntry.objects.create(
        question="Où se trouve le colis ?", answer="…", language="fr", topic="delivery", made_at=NOW, changed_at=NOW
    )
    assert "in the FAQ" in as_agent.get(reverse("questions")).content.decode()


def test_agents_read_the_faq_and_leads_write_it(as_agent: Client) -> None:
    entry = FaqEntry.objects.create(question="Q <b>?", answer="A", language="en", made_at=NOW, changed_at=NOW)
    page = as_agent.get(reverse("faq_entry", args=[entry.pk])).content.decode()
    assert "Q &lt;b&gt;?" in page
    assert '<form class="form"' not in page
    assert as_agent.get(reverse("faq_new")).status_code == 403


def test_coverage_says_what_share_is_answered_and_what_is_missing(as_agent: Client, asked: Question) -> None:
    page = as_agent.get(reverse("faq_coverage")).content.decode()
    assert "0 % of what was asked" in page
    assert "Où est mon colis ?" in page
    FaqEntry.objects.create(
        question="Où est le colis ?", answer="…", language="fr", topic="delivery", made_at=NOW, changed_at=NOW
    )
    page = as_agent.get(reverse("faq_coverage")).content.decode()
    assert "100 % of what was asked is answered by an FAQ entry or a template (3 of 3)" in page
    assert "Où est mon colis ?" not in page


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [(0, 0, 0), (0, 3, 0), (1, 1000, 1), (1, 3, 33), (2, 3, 67), (999, 1000, 99), (3, 3, 100)],
)
def test_shares_are_rounded_but_all_and_none_mean_what_they_say(part: int, of: int, shown: int) -> None:
    assert percent(part, of=of) == shown


@pytest.mark.parametrize("left", ["Bonjour [name], il arrive.", "Le colis 12-34567-89012 arrive."])
def test_what_belongs_to_one_buyer_cannot_be_made_public(as_lead: Client, account: Account, left: str) -> None:
    make_order(account=account, external_id="12-34567-89012")
    values = {"question": "Où ?", "answer": left, "language": "fr"}
    answer = as_lead.post(reverse("faq_new"), values | {"is_public": "on"})
    assert answer.status_code == 422
    assert "take out what belongs to one buyer" in answer.content.decode()
    assert as_lead.post(reverse("faq_new"), values).status_code == 302


def test_entries_that_are_to_be_looked_at_again_are_listed_and_kept(as_lead: Client) -> None:
    entry = FaqEntry.objects.create(
        question="Q?", answer="A", language="en", made_at=NOW, changed_at=NOW, review_on=NOW.date() - DAY
    )
    assert "Still right" in as_lead.get(reverse("faq"), {"show": "stale"}).content.decode()
    as_lead.post(reverse("faq_reviewed", args=[entry.pk]))
    assert "in time" in as_lead.get(reverse("faq"), {"show": "stale"}).content.decode()


def test_a_question_is_put_away_and_fetched_back(as_lead: Client, asked: Question) -> None:
    as_lead.post(reverse("question_put_away", args=[asked.pk]))
    assert "Où est mon colis" not in as_lead.get(reverse("questions")).content.decode()
    assert "Où est mon colis" in as_lead.get(reverse("questions"), {"show": "away"}).content.decode()
    as_lead.post(reverse("question_put_away", args=[asked.pk]))
    assert "Où est mon colis" in as_lead.get(reverse("questions")).content.decode()


@pytest.mark.parametrize("form", ["html", "markdown", "csv"])
def test_the_faq_is_taken_out_as_a_download(as_agent: Client, form: str) -> None:
    FaqEntry.objects.create(question="=1+1?", answer="<script>", language="en", made_at=NOW, changed_at=NOW)
    answer = as_agent.get(reverse("faq_export", args=[form]))
    assert answer["Content-Disposition"].startswith("attachment")
    text = answer.content.decode()
    assert "<script>" not in text or form == "csv"
    assert ",=1+1" not in text
