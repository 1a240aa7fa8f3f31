"""How messages are read: how often it was put right, what was learnt from that, the shop's own phrases."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox import tasks
from inbox.forms.phrases import ABOUT, STRENGTHS, PhrasesForm
from inbox.models import OwnPhrases, TopicModel
from inbox.people.permissions import allowed, may_set_up_work
from inbox.understanding.errors import BadPhrase
from inbox.understanding.figures import Corrections, corrections
from inbox.understanding.learning.keeping import comparisons_of
from inbox.understanding.learning.measuring import LEAST, OVERALL, Comparison
from inbox.understanding.own_phrases import keep_phrases
from inbox.views.request import Request
from inbox.words.languages import language_name


@dataclass(frozen=True)
class CorrectionLine:
    """right: a share in words, "–" where nothing was read."""

    name: str
    read: int
    corrected: int
    right: str


@dataclass(frozen=True)
class LearntLine:
    """lists, learnt: F1 as a percentage. verdict: whether what was learnt is asked."""

    language: str
    examples: int
    held_out: int
    lists: str
    learnt: str
    verdict: str
    is_on: bool


@dataclass(frozen=True)
class OwnLine:
    words: str
    phrases: str


@allowed(may_set_up_work)
@require_http_methods(["GET", "POST"])
def reading(request: Request) -> HttpResponse:
    now = timezone.now()
    form = PhrasesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            keep_phrases(
                given["language"],
                given["about"],
                strength=given["strength"],
                phrases=given["phrases"],
                by=request.user,
                now=now,
            )
        except BadPhrase as error:
            form.add_error("phrases", str(error))
        else:
            messages.info(request, _("Kept. New messages are read with them."))
            return redirect("reading")
    newest = TopicModel.objects.defer("weights").order_by("-pk").first()
    context = {
        "title": _("How messages are read"),
        "form": form,
        "corrections": [_correction(one) for one in corrections(now)],
        "newest": newest,
        "learnt": [_learnt(one) for one in comparisons_of(newest)] if newest else [],
        "own": [_own(row) for row in OwnPhrases.objects.order_by("language", "about", "strength")],
    }
    return render(request, "inbox/reading.html", context, status=422 if form.errors else 200)


@allowed(may_set_up_work)
@require_POST
def learn(request: Request) -> HttpResponse:
    """Learn now instead of tonight."""
    tasks.learn_topics.delay()
    messages.info(request, _("Learning has begun; the figures change when it is done."))
    return redirect("reading")


def _correction(one: Corrections) -> CorrectionLine:
    names = {
        "language": _("Language"),
        "topic": _("Topic"),
        "level": _("Level"),
        "withdrawal": _("Withdrawal"),
        "chaser": _("Chaser"),
        "anger": _("Anger or legal threat"),
        "thanks": _("Only thanks"),
    }
    return CorrectionLine(names[one.column], one.read, one.corrected, "–" if one.right is None else _percent(one.right))


def _learnt(one: Comparison) -> LearntLine:
    verdict = _("on") if one.is_better else _("off")
    if one.held_out < LEAST:
        verdict = _("too few to tell")
    return LearntLine(
        language=_("All languages") if one.language == OVERALL else language_name(one.language),
        examples=one.examples,
        held_out=one.held_out,
        lists=_percent(one.lists),
        learnt=_percent(one.learnt),
        verdict=verdict,
        is_on=one.is_better,
    )


def _own(row: OwnPhrases) -> OwnLine:
    about, strength = dict(ABOUT).get(row.about, row.about), dict(STRENGTHS).get(row.strength, row.strength)
    return OwnLine(f"{language_name(row.language)} · {about} · {strength}", ", ".join(row.phrases))


def _percent(share: float) -> str:
    """All or nothing is said only of all or nothing."""
    whole = round(100 * share) if share in (0, 1) else min(max(round(100 * share), 1), 99)
    return f"{whole}\N{NO-BREAK SPACE}%"
