"""Agents answer buyers; accounts are for leads, people and keys for owners. Asked of every address there is."""

from collections.abc import Callable

import pytest
from django.test import Client

from connectors.models import Account, Notice
from inbox.models import Ticket, User
from tests.make import NINE, make_feedback, make_message, make_template, make_user
from tests.security.addresses import addresses

pytestmark = pytest.mark.django_db

FOR_OWNERS = {
    *("connect_keys", "people", "person_role", "person_limits", "person_deactivate", "person_password"),
    *("person_activate", "person_team"),
}
FOR_LEADS = {
    *("connect_choose", "connect", "connect_start", "connect_finish", "account_pause", "account_resume"),
    *("account_backfill", "account_retry_unreadable", "account_settings", "account_credentials"),
    *("account_set_up", "account_set_up_check", "account_push_on", "account_push_off", "account_push_test"),
    *("holidays", "holiday_end", "calendar_new", "policies", "forecast"),
    *("assignment", "assignment_duty", "checklists", "checklist", "reading", "reading_learn"),
    *("rules", "rule_new", "rules_failed", "rule_run_act", "webhooks"),
    *("template_new", "template", "template_check", "template_preview", "template_publish", "template_retire"),
    *("template_bring_back", "template_import", "template_export", "shop_facts"),
    *("questions_count", "question_put_away", "faq_new", "faq_reviewed", "faq_delete"),
    *("public_faqs", "public_faq_keep", "annotations", "annotation_remove"),
    *("surveys", "survey_keep", "ratings_import", "ratings_look"),
}
FOR_AGENTS = {
    *("commands", "keys_switch"),
    *("queue", "list_changes", "ticket", "ticket_changes", "ticket_earlier", "ticket_write", "ticket_draft"),
    *("ticket_assign", "ticket_status", "ticket_priority", "ticket_tags", "ticket_no_answer_needed"),
    *("ticket_answer_needed", "message_cancel", "message_again", "message_edit", "message_was_sent"),
    *("message_was_not_sent", "message_text", "attachment", "outbox", "accounts", "account", "account_pull"),
    *("notice_html", "settings", "message_whole", "ticket_files_add", "ticket_files_remove"),
    *(
        "ticket_order_actions",
        "ticket_order_act",
        "ticket_orders",
        "ticket_order_choose",
        "ticket_write_first",
        "ticket_write_first_check",
    ),
    *(
        "ticket_set_open",
        "buyer",
        "ticket_topic",
        "ticket_level",
        "ticket_draft_drop",
        "logged_in_again",
        "message_plan",
    ),
    *(
        "claims",
        "claims_changes",
        "feedback",
        "survey_answers",
        "opinion",
        "opinion_changes",
        "feedback_answer",
        "feedback_cancel",
    ),
    *("alerts", "alerts_read", "alert_ways", "alert_device_add", "alert_device_remove"),
    *("ticket_note_read", "ticket_steps", "ticket_use_list", "ticket_step", "ticket_unlink"),
    "ticket_unmerge",
    *("feedback_was_published", "feedback_was_not_published", "feedback_deal"),
    *("calendars", "calendar", "calendar_version", "calendar_try", "message_answer_needed"),
    *("message_understood", "ticket_language"),
    *("ticket_colleagues", "ticket_check", "ticket_preview", "ticket_forward", "forward_act", "forward_file"),
    *("forward_files_add", "forward_files_remove", "forward_picked"),
    *(
        "many",
        "many_check",
        "many_start",
        "many_job",
        "many_undo",
        "many_repeat",
        "ticket_proof",
        "ticket_proof_pdf",
        "ticket_proof_json",
        "ticket_why",
    ),
    *("ticket_wake", "ticket_spam", "ticket_not_spam", "ticket_work"),
    *("saved_views", "view_new", "view_show", "view_change", "view_move", "view_delete"),
    *("templates", "template_gaps", "template_versions", "ticket_templates", "ticket_template_take"),
    *("search_completion", "keep_look", "questions", "question", "faq", "faq_entry", "faq_export"),
    *("faq_coverage", "dashboard", "figure", "figure_table", "figure_cases", "wall", "wall_changes", "reports"),
    "page_table",
}
FOR_EVERYBODY = {
    "first_run",
    "set_language",
    "forgotten_password",
    "push",
    "healthz",
    "readyz",
    "service_worker",
    "public_faq",
    "survey",
}

Allowed = Callable[[User], set[str]]


@pytest.fixture
def let_in(ticket: Ticket, account: Account) -> Allowed:
    """The names of our addresses that do not refuse this user, by GET and by POST."""
    message = make_message(ticket)
    notice = Notice.objects.create(account=account, external_id="n", written_at=NINE, fetched_at=NINE)
    somebody = make_user()
    template = make_template()
    values = {
        "ticket_id": ticket.pk,
        "account_id": account.pk,
        "message_id": message.pk,
        "notice_id": notice.pk,
        "user_id": somebody.pk,
        "feedback_id": make_feedback(account=account).pk,
        "template_id": template.pk,
        "number": 1,
    }

    def names(user: User) -> set[str]:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        found = set()
        for name, path in addresses(values):
            if path.startswith(("/me/", "/api/")):
                continue
            for call in (client.get, client.post):
                if call(path).status_code not in (403, 405):
                    found.add(name)
        return found

    return names


def test_an_agent_is_refused_what_is_for_leads_and_owners(let_in: Allowed, agent: User) -> None:
    assert let_in(agent) - FOR_AGENTS == FOR_EVERYBODY - {"forgotten_password"}


def test_a_lead_is_refused_what_is_for_owners(let_in: Allowed, lead: User) -> None:
    assert let_in(lead) & FOR_OWNERS == set()
    assert let_in(lead) >= FOR_LEADS


def test_an_owner_may_do_all(let_in: Allowed, owner: User) -> None:
    assert let_in(owner) >= FOR_OWNERS | FOR_LEADS | FOR_AGENTS
