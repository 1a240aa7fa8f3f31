"""A buyer on his phone answers the survey and changes his mind; no log-in, no script, readable for everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Survey, SurveyAnswer
from inbox.surveys.links import token_of
from tests.make import make_account, make_ticket
from tests.pages.test_journeys import serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_buyer_answers_on_his_phone_and_changes_his_mind(browser: Browser, live_server: LiveServer) -> None:
    account = make_account(marketplace="email", name="Vélo Shop")
    at = timezone.now() - timedelta(days=1)
    survey = Survey.objects.create(
        ticket=make_ticket(account=account, status="solved"),
        account=account,
        solved_at=at,
        due_at=at,
        asked_at=at,
        language="fr",
    )
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    page = context.new_page()
    page.goto(live_server.url + reverse("survey", args=[token_of(survey)]))
    expect(page.get_by_role("heading")).to_have_text("Êtes-vous satisfait de la réponse de Vélo Shop ?")
    assert serious(page) == []

    page.get_by_text("plutôt oui").click()
    page.get_by_label("Que pouvons-nous améliorer ?").fill("Répondre plus vite")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_have_text("Merci, votre réponse est enregistrée.")

    page.get_by_role("link", name="Modifier ma réponse").click()
    expect(page.get_by_label("Que pouvons-nous améliorer ?")).to_have_value("Répondre plus vite")
    page.get_by_role("radio", name="tout à fait").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert context.cookies() == []
    context.close()
    answer = SurveyAnswer.objects.get()
    assert (answer.rating, answer.comment) == (5, "Répondre plus vite")
