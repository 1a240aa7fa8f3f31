"""The buyer's page and its API: no log-in, no cookie, one answer that may be changed for some days."""

import json
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inbox.erasure import erase_buyer
from inbox.models import EventKind, Survey, SurveyAnswer, Ticket, TicketEvent, User
from inbox.surveys.answering import CHANGEABLE_FOR, OPEN_FOR
from inbox.surveys.links import token_of
from tests.make import DAY, make_account, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    """Asked yesterday, in Spanish."""
    return asked_at(timezone.now() - DAY)


def asked_at(at: datetime) -> Survey:
    account = make_account(marketplace="email", name="Velo", seller_name="contact@velo.example")
    ticket = make_ticket(account=account, status="solved", order_id="O-1")
    return Survey.objects.create(ticket=ticket, account=account, solved_at=at, due_at=at, asked_at=at, language="es")


def page(survey: Survey) -> str:
    return reverse("survey", args=[token_of(survey)])


def test_the_page_asks_in_the_language_of_the_mail_or_the_one_chosen(client: Client, survey: Survey) -> None:
    assert "¿Está satisfecho con la respuesta de Velo?" in client.get(page(survey)).content.decode()
    assert "Sind Sie mit der Antwort von Velo zufrieden?" in client.get(page(survey), {"lang": "de"}).content.decode()


def test_looking_answers_nothing_and_sets_no_cookie(client: Client, survey: Survey) -> None:
    answer = client.get(page(survey), {"rating": "5"})
    assert not answer.cookies
    assert "noindex" in answer["X-Robots-Tag"]
    assert not SurveyAnswer.objects.exists()


def test_an_answer_is_kept_with_its_ticket_and_told_in_its_log(client: Client, survey: Survey) -> None:
    answer = client.post(page(survey), {"rating": "4", "comment": " Muy bien "})
    assert answer.status_code == 200
    assert not answer.cookies
    kept = SurveyAnswer.objects.get()
    assert (kept.rating, kept.comment, kept.ticket_id, kept.order_id) == (4, "Muy bien", survey.ticket_id, "O-1")
    event = TicketEvent.objects.get(kind=EventKind.SURVEY)
    assert (event.before, event.after) == (None, {"value": 4})


def test_an_answer_may_be_changed_for_some_days_and_stays_one(client: Client, survey: Survey) -> None:
    client.post(page(survey), {"rating": "4"})
    client.post(page(survey), {"rating": "2", "comment": "Roto"})
    assert SurveyAnswer.objects.get().rating == 2
    assert TicketEvent.objects.filter(kind=EventKind.SURVEY).count() == 2

    SurveyAnswer.objects.update(answered_at=timezone.now() - CHANGEABLE_FOR)
    assert client.post(page(survey), {"rating": "5"}).status_code == 410
    assert SurveyAnswer.objects.get().rating == 2


def test_a_comment_as_long_as_its_field_takes_is_kept_whole_with_its_line_breaks(
    client: Client, survey: Survey
) -> None:
    comment = ("x" * 99 + "\r\n") * 19 + "x" * 100
    client.post(page(survey), {"rating": "4", "comment": comment})
    assert SurveyAnswer.objects.get().comment == comment.replace("\r\n", "\n")


def test_without_a_mark_the_words_are_kept_on_the_page(client: Client, survey: Survey) -> None:
    answer = client.post(page(survey), {"comment": "Todo bien"})
    assert answer.status_code == 422
    assert "Todo bien" in answer.content.decode()
    assert not SurveyAnswer.objects.exists()


def test_a_link_that_is_over_says_so_kindly(client: Client) -> None:
    old = asked_at(timezone.now() - OPEN_FOR)
    answer = client.get(page(old))
    assert answer.status_code == 410
    assert "ya no es válido" in answer.content.decode()


def test_a_link_that_somebody_changed_leads_nowhere(client: Client, survey: Survey) -> None:
    other = reverse("survey", args=[token_of(survey).replace(str(survey.pk), str(survey.pk + 1), 1)])
    answer = client.get(other, headers={"Accept-Language": "it"})
    assert answer.status_code == 404
    assert "Questo link è incompleto" in answer.content.decode()


def test_the_agent_reads_it_beside_the_ticket_and_in_its_course(client: Client, survey: Survey, agent: User) -> None:
    client.post(page(survey), {"rating": "2", "comment": "Llegó roto"})
    client.force_login(agent)
    shown = client.get(reverse("ticket", args=[survey.ticket_id])).content.decode()
    assert "Llegó roto" in shown
    assert "2 of 5" in shown or "2 sur 5" in shown


def test_a_program_answers_with_the_token_alone(client: Client, survey: Survey) -> None:
    address = f"/api/v1/surveys/{token_of(survey)}"
    answer = client.post(address, json.dumps({"rating": 5}), content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["rating"] == 5
    assert client.post(address, json.dumps({"rating": 6}), content_type="application/json").status_code == 422
    wrong = client.post("/api/v1/surveys/1.x", json.dumps({"rating": 5}), content_type="application/json")
    assert wrong.status_code == 404


def test_erasing_the_buyer_takes_his_words_and_closes_the_link(client: Client, survey: Survey, owner: User) -> None:
    client.post(page(survey), {"rating": "2", "comment": "Soy Ana Pérez"})
    ticket = Ticket.objects.select_related("buyer__account").get(pk=survey.ticket_id)
    receipt = erase_buyer(ticket.buyer, by=owner, reason="asked", now=timezone.now())
    assert receipt.counts["survey_answers"] == 1
    assert (SurveyAnswer.objects.get().rating, SurveyAnswer.objects.get().comment) == (2, "")
    assert client.post(page(survey), {"rating": "3", "comment": "Ana"}).status_code == 410
