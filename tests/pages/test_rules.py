"""Pages of rules: written line by line, tried on the past, kept, put in order, switched; what failed is listed."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inbox.models import Rule, RuleRun, Ticket, User, Webhook, WebhookCall
from inbox.rules.working import work_off
from templates_app import versions
from templates_app.models import ReplyTemplate
from templates_app.versions import About, Content
from tests.make import make_message, make_rule, make_template, make_ticket, only_if

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


WHEN = {"name": "Parcels", "happening": "message", "folder": "Delivery"}
IF = {"test": "0", "test-0-field": "text", "test-0-op": "contains", "test-0-value": "colis, paquet"}
THEN = {"step": "0", "step-0-do": "tag", "step-0-value": "parcel"}


def test_a_rule_is_written_line_by_line(page: Client) -> None:
    added = page.post(reverse("rule_new"), {**WHEN, "press": "add-test", "new_test": "text"})
    assert 'name="test-0-op"' in added.text
    then = page.post(reverse("rule_new"), {**WHEN, **IF, "press": "add-step", "new_step": "tag"})
    assert 'name="step-0-value"' in then.text
    assert "colis, paquet" in then.text
    assert not Rule.objects.exists()


def test_it_is_kept_as_the_api_would_write_it(page: Client, lead: User) -> None:
    answer = page.post(reverse("rule_new"), {**WHEN, **IF, **THEN, "active": "1", "press": "keep"})
    assert answer.status_code == 302
    rule = Rule.objects.get()
    assert (rule.name, rule.folder, rule.active, rule.changed_by) == ("Parcels", "Delivery", True, lead)
    assert rule.conditions == only_if("text", "contains", "colis", "paquet")
    assert rule.actions == [{"do": "tag", "value": ["parcel"]}]


def test_or_joins_a_line_to_the_one_before(page: Client) -> None:
    second = {"test-1-field": "level", "test-1-op": "not-is", "test-1-value": "2", "test-1-join": "or"}
    page.post(reverse("rule_new"), {**WHEN, **IF, **second, **THEN, "test": ["0", "1"], "press": "keep"})
    rule = Rule.objects.get()
    [group] = rule.conditions["all"]
    assert [(test["field"], test["not"]) for test in group["any"]] == [("text", False), ("level", True)]
    shown = page.get(reverse("rule", args=[rule.pk]))
    assert '<option value="or" selected>' in shown.text


def test_what_cannot_be_is_said_beside_its_line_and_nothing_is_lost(page: Client) -> None:
    answer = page.post(reverse("rule_new"), {**WHEN, **IF, **THEN, "step-0-value": " ", "press": "keep"})
    assert answer.status_code == 422
    assert 'id="step-0-problem"' in answer.text
    assert "colis, paquet" in answer.text


def test_trying_shows_the_tickets_of_the_last_thirty_days_and_writes_nothing(page: Client, ticket: Ticket) -> None:
    make_message(ticket, fetched_at=timezone.now())
    make_message(make_ticket(), fetched_at=timezone.now(), body_text="Une facture, svp")
    answer = page.post(reverse("rule_new"), {**WHEN, **IF, **THEN, "press": "try"})
    assert ticket.get_absolute_url() in answer.text
    assert (answer.context["tried"].seen, answer.context["tried"].hits) == (2, 1)
    ticket.refresh_from_db()
    assert ticket.tags == []
    assert not Rule.objects.exists()


def test_what_a_rule_does_is_listed_as_french_is_written(page: Client) -> None:
    keep = {"name": "Colis", "happening": "message", "step": ["0", "1"], "step-0-do": "tag", "step-0-value": "a"}
    page.post("/settings/rules/new/", keep | {"step-1-do": "note", "step-1-value": "b", "press": "keep"})
    assert "« a »\u202f; écrire une note" in page.get("/settings/rules/").content.decode().replace("\xa0", " ")


def test_rules_are_listed_moved_switched_and_deleted(page: Client) -> None:
    first, second = make_rule(position=1), make_rule(position=2)
    page.post(reverse("rule_move", args=[second.pk]), {"up": ""})
    page.post(reverse("rule_switch", args=[first.pk]), {"on": "0"})
    assert [rule.pk for rule in Rule.objects.in_order()] == [second.pk, first.pk]
    listed = page.get(reverse("rules")).text
    assert listed.index(second.name) < listed.index(first.name)
    first.refresh_from_db()
    assert not first.active
    page.post(reverse("rule_delete", args=[first.pk]))
    assert not Rule.objects.filter(pk=first.pk).exists()


def test_what_failed_is_listed_and_done_again(page: Client, ticket: Ticket, agent: User) -> None:
    make_rule({"do": "assign", "value": str(agent.pk)})
    User.objects.filter(pk=agent.pk).update(is_active=False)
    make_message(ticket)
    work_off(timezone.now())
    run = RuleRun.objects.get()
    assert str(run.rule) in page.get(reverse("rules_failed")).text
    User.objects.filter(pk=agent.pk).update(is_active=True)
    page.post(reverse("rule_run_act", args=[run.pk]), {"verb": "again"})
    ticket.refresh_from_db()
    assert ticket.assignee == agent
    assert not RuleRun.objects.filter(failed=True).exists()


def test_all_that_failed_is_put_aside_at_once_but_for_what_failed_since(page: Client, agent: User) -> None:
    rule = make_rule({"do": "assign", "value": str(agent.pk)})
    User.objects.filter(pk=agent.pk).update(is_active=False)
    for _ in range(2):
        make_message(make_ticket())
    work_off(timezone.now())
    [up_to] = re.findall(r'name="up_to" value="(\d+)"', page.get(reverse("rules_failed")).text)
    make_message(make_ticket())
    work_off(timezone.now())
    page.post(reverse("rules_failed_aside"), {"up_to": up_to})
    assert RuleRun.objects.filter(rule=rule, failed=True).count() == 1
    assert page.post(reverse("rules_failed_aside"), {"up_to": "x"}).status_code == 302


def test_why_it_failed_is_said_in_the_readers_language(page: Client, ticket: Ticket, agent: User) -> None:
    make_rule({"do": "assign", "value": str(agent.pk)})
    User.objects.filter(pk=agent.pk).update(is_active=False)
    make_message(ticket)
    work_off(timezone.now())
    pages = [reverse("rules"), reverse("rules_failed")]
    assert ["ne peut pas voir ce ticket" in page.get(path).text for path in pages] == [True, True]
    User.objects.update(language="en")
    assert ["may not see this ticket" in page.get(path).text for path in pages] == [True, True]


@pytest.mark.parametrize("others", [True, False])
def test_putting_a_template_away_names_the_rules_that_answer_from_it(page: Client, lead: User, others: bool) -> None:
    ReplyTemplate.objects.all().delete()
    if others:
        make_template("Other", fr="Bonsoir")
    template = versions.make(About("Reçu"), Content({"fr": "Bonjour"}), by=lead, now=timezone.now())
    versions.publish(versions.newest(template))
    rule = make_rule({"do": "draft", "value": str(template.pk)})
    told = page.post(reverse("template_retire", args=[template.pk]), follow=True).text
    assert "ne le peuvent plus" in told and rule.name in told
    assert "qui n’existe plus" in page.get(reverse("rules")).text
    edited = page.get(reverse("rule", args=[rule.pk])).text
    assert f'value="{template.pk}" selected' in edited


def test_the_secret_of_a_webhook_is_shown_once(page: Client) -> None:
    answer = page.post(reverse("webhooks"), {"name": "ERP", "url": "https://erp.shop.test/hook"})
    webhook = Webhook.objects.get()
    assert webhook.secret in answer.text
    assert webhook.secret not in page.get(reverse("webhooks")).text
    assert webhook.secret not in page.get(reverse("webhook", args=[webhook.pk])).text


def test_a_call_is_seen_and_told_again(page: Client, ticket: Ticket) -> None:
    now = timezone.now()
    webhook = Webhook.objects.create(name="ERP", url="https://erp.shop.test/hook", secret="s", made_at=now)
    make_rule({"do": "webhook", "value": str(webhook.pk)})
    make_message(ticket)
    work_off(now)
    call = WebhookCall.objects.get()
    WebhookCall.objects.update(state="given_up", next_try_at=None, attempts=12, problem="HTTP 500")
    assert "pas de connexion (HTTP 500)" in page.get(reverse("webhook", args=[webhook.pk])).text
    page.post(reverse("webhook_call_again", args=[call.pk]))
    call.refresh_from_db()
    assert (call.state, call.attempts, call.next_try_at is not None) == ("waiting", 0, True)


@pytest.mark.parametrize(
    ("status", "problem", "french", "english"),
    [
        (500, "HTTP 500", "l’autre côté a répondu 500", "the other side answered 500"),
        (None, "ReadTimeout", "pas de réponse en 10 secondes", "no answer within 10 seconds"),
        (None, "SSLError", "son certificat n’est pas valable", "its certificate is not valid"),
        (None, "NotPublic", "ne mène pas à une machine de l’internet public", "not lead to a machine on the public"),
        (None, "ConnectionError", "pas de connexion (ConnectionError)", "no connection (ConnectionError)"),
    ],
)
def test_why_a_call_was_not_taken_is_said_in_the_readers_language(
    page: Client, ticket: Ticket, status: int | None, problem: str, french: str, english: str
) -> None:
    now = timezone.now()
    webhook = Webhook.objects.create(name="ERP", url="https://erp.shop.test/hook", secret="s", made_at=now)
    told = {"ticket": {"id": ticket.pk}, "rule": {"name": "R"}}
    webhook.calls.create(key="k", payload=told, made_at=now, status=status, problem=problem)
    path = reverse("webhook", args=[webhook.pk])
    assert french in page.get(path).text
    User.objects.update(language="en")
    assert english in page.get(path).text


def test_agents_have_none_of_these_pages(client: Client, agent: User) -> None:
    client.force_login(agent)
    assert [client.get(reverse(name)).status_code for name in ("rules", "rule_new", "webhooks")] == [403, 403, 403]
