"""Where the palette leads: every page and view that the user may open."""

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.lists.views import BUILT_IN, saved_views
from inbox.models import User
from inbox.people import permissions
from inbox.views.palette.commands import Command, Way

Rule = Callable[[User], bool]
Place = tuple[str, str | Promise, str, Rule, str | Promise]

_PLACES: Final[tuple[Place, ...]] = (
    ("claims", _("Claims"), "gavel", permissions.may_answer, ""),
    ("alerts", _("Alerts"), "bell", permissions.may_answer, ""),
    ("outbox", _("Outbox"), "send", permissions.may_answer, _("refused, not sure")),
    ("feedback", _("Feedback"), "star", permissions.may_answer, _("ratings, stars")),
    ("survey_answers", _("Survey answers"), "message-square-text", permissions.may_answer, _("satisfaction, survey")),
    ("ratings_import", _("Import ratings"), "upload", permissions.may_set_up_work, _("reviews, CSV")),
    ("surveys", _("Asking buyers"), "star", permissions.may_set_up_work, _("satisfaction, survey")),
    ("templates", _("Templates"), "book-open-text", permissions.may_use_templates, _("answers, macros, models")),
    ("template_new", _("New template"), "book-open-text", permissions.may_write_templates, ""),
    ("template_import", _("Import templates"), "upload", permissions.may_write_templates, _("answers, macros, models")),
    ("template_gaps", _("Missing languages"), "languages", permissions.may_use_templates, _("templates")),
    ("shop_facts", _("What templates say of the shop"), "store", permissions.may_write_templates, _("mediator")),
    ("dashboard", _("Dashboard"), "chart-no-axes-combined", permissions.may_see_figures, _("figures, statistics, KPI")),
    ("wall", _("Wall"), "monitor", permissions.may_see_figures, _("screen, live")),
    ("annotations", _("Annotations"), "bookmark", permissions.may_annotate_figures, _("strike, sale, charts")),
    ("figure_targets", _("Targets"), "target", permissions.may_set_targets, _("aims, figures")),
    ("reports", _("Reports by mail"), "mail", permissions.may_see_figures, _("weekly, monthly, figures")),
    ("forecast", _("Forecast"), "chart-line", permissions.may_see_forecast, ""),
    ("questions", _("Questions"), "messages-square", permissions.may_read_faq, _("asked most, trend")),
    ("faq", _("FAQ"), "book-open", permissions.may_read_faq, _("entries, export")),
    ("faq_coverage", _("What is answered"), "chart-no-axes-column", permissions.may_read_faq, _("coverage, missing")),
    ("public_faqs", _("Public FAQ pages"), "globe", permissions.may_write_faq, ""),
    ("faq_new", _("New FAQ entry"), "book-plus", permissions.may_write_faq, ""),
    ("accounts", _("Accounts"), "store", permissions.may_see_accounts, _("marketplaces, shops")),
    ("connect_choose", _("Connect an account"), "plug", permissions.may_manage_accounts, _("marketplaces, shops")),
    ("saved_views", _("Make and change views"), "list-plus", permissions.may_answer, ""),
    ("view_new", _("New view"), "list-plus", permissions.may_answer, _("filter")),
    ("people", _("People"), "users", permissions.may_manage_installation, _("roles, log-ins, team")),
    ("settings", _("Settings"), "settings", permissions.may_answer, _("language, colours, time zone")),
    ("alert_ways", _("How you are told"), "bell-ring", permissions.may_answer, _("alerts, mail, push, quiet hours")),
    ("holidays", _("Holidays of the shop"), "tree-palm", permissions.may_manage_accounts, ""),
    ("policies", _("Deadlines"), "timer", permissions.may_manage_deadlines, _("policies, targets")),
    ("calendars", _("Calendars"), "calendar-clock", permissions.may_see_deadlines, _("opening hours, holidays")),
    ("reading", _("How messages are read"), "scan-text", permissions.may_set_up_work, _("topics, phrases, learning")),
    ("rules", _("Rules"), "workflow", permissions.may_manage_rules, _("automatic, triggers, macros")),
    ("rule_new", _("New rule"), "workflow", permissions.may_manage_rules, ""),
    ("rules_failed", _("What rules could not do"), "workflow", permissions.may_manage_rules, ""),
    ("webhooks", _("Webhooks"), "webhook", permissions.may_manage_rules, ""),
    ("checklists", _("Checklists"), "list-checks", permissions.may_set_up_work, ""),
    ("assignment", _("Who gets new tickets"), "users", permissions.may_set_up_work, _("assignment, round robin")),
    ("calendar_new", _("New calendar"), "calendar-plus", permissions.may_manage_deadlines, ""),
    ("erasures", _("Erased buyers"), "eraser", permissions.may_erase_buyers, _("personal data")),
    ("account_change_password", _("Change the password"), "lock-keyhole", permissions.may_answer, ""),
    ("mfa_index", _("Second factor"), "shield-check", permissions.may_answer, _("log-in, code")),
)
"""Name of the address, what it is called, its icon, who may open it, other words it is found by."""


def places_for(user: User) -> Iterator[Command]:
    """The pages."""
    for name, label, icon, may, also in _PLACES:
        if may(user):
            yield Command(label, icon, Way.GO, reverse(name), also=also)


def views_for(user: User) -> Iterator[Command]:
    """The views of the queue: ours, the team's, the user's own."""
    for view in (*BUILT_IN.values(), *saved_views(user)):
        yield Command(view.label, view.icon, Way.GO, f"{reverse('queue')}?{urlencode({'view': view.name})}")


def search_for(text: str) -> Command:
    """What remains for a text that means nothing else."""
    label = _("Search all tickets for “%(words)s”") % {"words": text}
    return Command(label, "search", Way.GO, f"{reverse('queue')}?{urlencode({'q': text})}")
