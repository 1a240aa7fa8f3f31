"""The owner's page, and an agent's own: are buyers answered in time, are they content, where does it go wrong?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.feedback.alarms import RUN
from inbox.people.permissions import (
    allowed,
    may_annotate_figures,
    may_see_all_figures,
    may_see_figures,
    may_set_targets,
)
from inbox.views.request import Request, no_cache
from kpis.dashboard.alarms import alarms_for
from kpis.dashboard.asking import Asked
from kpis.dashboard.filtering import filters_of
from kpis.dashboard.judged import judged
from kpis.dashboard.layout import TILES, asked_apart, others
from kpis.dashboard.links import page_table_links
from kpis.dashboard.moods import mood_lines
from kpis.dashboard.notes import note_words, notes_of
from kpis.dashboard.part import parts_of
from kpis.dashboard.people import own_note, people
from kpis.dashboard.periods import step_for
from kpis.dashboard.short_line import short_line_of
from kpis.dashboard.tile import tile_of
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.query_string import query_of
from kpis.figures.question import day_of
from kpis.targets import targets
from kpis.views.asked import question_of
from kpis.views.counting import OF_A_PAGE, counting, counting_page, looked_again
from kpis.words.steps import period_words


@allowed(may_see_figures)
@require_GET
def dashboard(request: Request) -> HttpResponse:
    now = timezone.now()
    question, problem = question_of(request, now=now)
    apart = asked_apart(step_for(question.days))
    asked = Asked(question, now, targets(), longest_log=OF_A_PAGE, apart=apart)
    sees_all = may_see_all_figures(request.user)
    annotations = notes_of(asked)
    context = {
        "title": _("Dashboard") if sees_all else _("My figures"),
        "problem": problem,
        "period": period_words(question),
        "filters": filters_of(
            question, today=day_of(now, question.zone), address=reverse("dashboard"), for_all=sees_all
        ),
        "alarms": alarms_for(request.user, now=now, sees_all=sees_all),
        "tiles": [tile_of(BY_SLUG[slug], asked) for slug in TILES],
        "parts": list(parts_of(asked, annotations)),
        "people": people(asked) if sees_all else None,
        "people_files": page_table_links("people", question),
        "own_note": "" if sees_all else own_note(asked),
        "moods": mood_lines(asked) if sees_all else [],
        "mood_files": page_table_links("moods", question),
        "alarm_at": RUN,
        "judged": judged(asked) if sees_all else [],
        "judged_files": page_table_links("marketplaces", question),
        "figure_files": page_table_links("figures", question),
        "wait_files": page_table_links("waits", question),
        "query": query_of(question),
        "others": [short_line_of(figure, asked) for figure in others(with_people=sees_all)],
        "notes": note_words(annotations),
        "may_annotate": may_annotate_figures(request.user),
        "may_set_targets": may_set_targets(request.user),
        "sees_all": sees_all,
    }
    told = counting(request, asked.known)
    if again := looked_again(request, told):
        return again
    if told:
        return counting_page(request, {**context, "counting": told})
    return no_cache(render(request, "kpis/dashboard.html", context, status=422 if problem else 200))
