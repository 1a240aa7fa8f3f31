"""Pages of templates, rules, webhooks, questions and the FAQ with everything on them: nothing for axe to complain of.

tests/pages/test_every_page.py walks every address, but has no rule, webhook or public page on them.
"""

from collections.abc import Mapping

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from inbox.models import (
    Asking,
    Message,
    PublicFaq,
    Question,
    Role,
    Rule,
    RuleRun,
    Webhook,
    WebhookCall,
    Wording,
)
from templates_app import versions
from templates_app.models import FaqEntry, ReplyTemplate
from templates_app.versions import About, Content
from tests.make import NINE, make_account, make_message, make_rule, make_template, make_ticket, make_user, only_if
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = {"width": 1600, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def pages(transactional_db: None) -> Mapping[str, str]:
    """What is looked at, by the words that must be seen there."""
    ticket = make_ticket(account=make_account(), topic="delivery", language="fr", subject="Roue voilée")
    message = make_message(ticket, body_text="Où est mon colis ?", language="fr")
    template, rule, webhook, question = _template(), _rule(message), _webhook(message), _question(message)
    entry = FaqEntry.objects.create(
        question="Livrez-vous en Corse ?", answer="Oui.\n\nEn cinq jours.", language="fr", topic="delivery",
        is_public=True, review_on=NINE.date(), made_at=NINE, changed_at=NINE,
    )  # fmt: skip
    PublicFaq.objects.create(account=ticket.account, slug="roues", title="Roues & Cie", is_on=True)
    cache.clear()
    return {
        "/templates/": "Colis en route",
        "/templates/gaps/": "Colis en route",
        "/templates/import/": "Zendesk",
        "/templates/shop/": "mediator",
        f"/templates/{template.pk}/": "tracking.number",
        f"/templates/{template.pk}/versions/": "bientôt",
        f"/templates/{template.pk}/preview/": "bientôt",
        "/settings/rules/": "Colis perdus",
        f"/settings/rules/{rule.pk}/": "perdu",
        "/settings/rules/failed/": "Colis perdus",
        "/settings/webhooks/": "ERP",
        f"/settings/webhooks/{webhook.pk}/": "503",
        f"/questions/{question.pk}/": "Où est mon colis ?",
        "/questions/answered/": "1",
        "/faq/": "Livrez-vous en Corse ?",
        f"/faq/{entry.pk}/": "En cinq jours.",
        "/faq/public/": "roues",
        "/help/roues/": "En cinq jours.",
    }


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [
        pytest.param("en", "dark", WIDE, id="wide"),
        pytest.param("fr", "light", PHONE, id="phone", marks=pytest.mark.browser_context_args(has_touch=True)),
    ],
)
def test_axe_has_nothing_serious_to_say(
    watched: Page, live_server: LiveServer, pages: Mapping[str, str], language: str, theme: str, size: dict[str, int]
) -> None:
    make_user(email="agent@shop.test", role=Role.LEAD, language=language, theme=theme)
    watched.set_viewport_size(size)  # type: ignore[arg-type]
    log_in(watched, live_server)
    wrong = {}
    for path, words in pages.items():
        watched.goto(f"{live_server.url}{path}", wait_until="load")
        problems = serious(watched)
        if words not in watched.content():
            problems.append(f"does not show {words}")
        if watched.evaluate("document.documentElement.scrollWidth") > size["width"]:
            problems.append("too wide")
        if problems:
            wrong[path] = problems
    assert wrong == {}


def _template() -> ReplyTemplate:
    make_template("Facture", en="Here it is.")
    template = make_template("Colis en route", topic="delivery", fr="Bonjour, le colis {{ tracking.number }} arrive.")
    newer = Content({"fr": "Bonjour, le colis {{ tracking.number }} arrive bientôt."})
    versions.change(template, About(name="Colis en route", topic="delivery"), newer, by=None, now=NINE)
    return template


def _rule(message: Message) -> Rule:
    rule = make_rule(name="Colis perdus", conditions=only_if("text", "contains", "perdu"), hits=3, hit_at=NINE)
    RuleRun.objects.create(
        rule=rule, ticket=message.ticket, source=f"message-{message.pk}", at=NINE, failed=True,
        outcomes=[{"do": "tag", "state": "failed", "why": "the database was away"}],
    )  # fmt: skip
    return rule


def _webhook(message: Message) -> Webhook:
    webhook = Webhook.objects.create(name="ERP", url="https://erp.example/in", secret="s", made_at=NINE)
    payload = {"ticket": {"id": message.ticket_id}, "rule": {"name": "Colis perdus"}}
    WebhookCall.objects.create(
        webhook=webhook, key="k", payload=payload, made_at=NINE, next_try_at=NINE, attempts=2, status=503,
        problem="HTTP 503",
    )  # fmt: skip
    return webhook


def _question(message: Message) -> Question:
    question = Question.objects.create(topic="delivery", language="fr", key="colis")
    wording = Wording.objects.create(topic="delivery", language="fr", key="colis", question=question)
    Asking.objects.create(
        message=message, position=1, ticket=message.ticket, wording=wording, said=message.body_text,
        asked_at=message.written_at,
    )  # fmt: skip
    return question
