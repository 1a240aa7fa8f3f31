"""What buyers said in public: the list, one opinion, and answering it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.errors import InboxError
from inbox.feedback import answers, listing
from inbox.feedback.listing import FeedbackFilters
from inbox.feedback.to_answer import deal_with
from inbox.forms.tickets import FeedbackAnswerForm
from inbox.models import Feedback
from inbox.people.permissions import allowed, may_answer, may_set_up_work
from inbox.people.preferences import frame_of
from inbox.views.buyers.alarm_lines import alarm_lines
from inbox.views.buyers.feedback_lines import line_of
from inbox.views.claims.claim_words import words_there
from inbox.views.cursors import PAGE, read_cursor, write_cursor
from inbox.views.lists.list_filters import RATINGS, FeedbackListFilters
from inbox.views.request import Request, no_cache
from inbox.views.ticket.live import NOTHING_MOVED

LATEST = 1000


@allowed(may_answer)
@require_GET
def feedback(request: Request) -> HttpResponse:
    context = _context(request)
    if request.htmx and request.htmx.target == "more":
        return no_cache(render(request, "inbox/partials/feedback_rows.html", context))
    if request.htmx and request.htmx.target == "list" and not request.htmx.history_restore_request:
        return no_cache(render(request, "inbox/partials/feedback_list.html", context))
    return no_cache(render(request, "inbox/feedback.html", context))


@allowed(may_answer)
@require_GET
def opinion(request: Request, feedback_id: int) -> HttpResponse:
    return _one(request, _opinion(request, feedback_id))


@allowed(may_answer)
@require_GET
def opinion_changes(request: Request, feedback_id: int) -> HttpResponse:
    """One opinion anew if the state of its answer is another one than the page shows (`delivery`)."""
    found = _opinion(request, feedback_id)
    if found.delivery == request.GET.get("delivery"):
        return HttpResponse(status=NOTHING_MOVED)
    context = {"line": line_of(found, now=timezone.now()), "beside": True}
    return no_cache(render(request, "inbox/partials/feedback_line.html", context))


@allowed(may_answer)
@require_POST
def answer(request: Request, feedback_id: int) -> HttpResponse:
    """Queue an answer; a text that is not taken comes back with the reason."""
    found, form = _opinion(request, feedback_id), FeedbackAnswerForm(request.POST)
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    try:
        found = answers.answer(
            found, text, by=request.user, now=timezone.now(), idempotency_key=form.cleaned_data.get("key", "")
        )
    except InboxError as error:
        return _one(request, _opinion(request, feedback_id), text=text, problem=str(error))
    return _one(request, found)


@allowed(may_answer)
@require_POST
def cancel(request: Request, feedback_id: int) -> HttpResponse:
    return _settled(request, feedback_id, answers.cancel)


@allowed(may_answer)
@require_POST
def deal(request: Request, feedback_id: int) -> HttpResponse:
    """Nothing is left to do about it."""
    return _one(request, deal_with(_opinion(request, feedback_id), by=request.user, now=timezone.now()))


@allowed(may_answer)
@require_POST
def was_published(request: Request, feedback_id: int) -> HttpResponse:
    return _settled(request, feedback_id, answers.confirm_published)


@allowed(may_answer)
@require_POST
def was_not_published(request: Request, feedback_id: int) -> HttpResponse:
    return _settled(request, feedback_id, answers.confirm_not_published)


def _settled(request: Request, feedback_id: int, verb: Callable[[Feedback], Feedback]) -> HttpResponse:
    found = _opinion(request, feedback_id)
    try:
        return _one(request, verb(found))
    except InboxError as error:
        return _one(request, _opinion(request, feedback_id), problem=str(error))


def _opinion(request: Request, feedback_id: int) -> Feedback:
    visible = Feedback.objects.visible_to(request.user).select_related("account")
    return get_object_or_404(visible.defer("account__credentials", "account__identity"), id=feedback_id)


def _one(request: Request, found: Feedback, *, text: str | None = None, problem: str = "") -> HttpResponse:
    """The opinion alone for htmx, else a page with nothing but it."""
    line = line_of(found, now=timezone.now(), text=text, problem=problem)
    context = {"line": line, "problem": problem, "title": _("Feedback")}
    status = 422 if problem else 200
    if request.htmx:
        return no_cache(render(request, "inbox/partials/feedback_line.html", context, status=status))
    if request.method == "POST" and not problem:
        return redirect("opinion", found.pk)
    return no_cache(render(request, "inbox/opinion.html", context, status=status))


def _context(request: Request) -> dict[str, Any]:
    accounts = frame_of(request).accounts
    form = FeedbackListFilters(request.GET, accounts=accounts, words=_words(request))
    after = read_cursor(request.GET.get("after", ""))
    now = timezone.now()
    found, following = listing.page_of(_filters(form), request.user, after=after, limit=PAGE)
    return {
        "form": form,
        "list_url": reverse("feedback"),
        "query": form.query,
        "lines": [line_of(one, now=now) for one in found],
        "following": write_cursor(*following) if following else "",
        "is_first_page": "after" not in request.GET,
        "to_answer": Feedback.objects.visible_to(request.user).to_answer().count(),
        "alarms": alarm_lines(request.user, accounts, now=now),
        "may_set_up": may_set_up_work(request.user),
        "title": _("Feedback"),
    }


def _filters(form: FeedbackListFilters) -> FeedbackFilters:
    chosen = form.chosen
    return FeedbackFilters(
        marketplace=chosen.get("marketplace", ""),
        account=chosen.get("account"),
        ratings=RATINGS.get(chosen.get("rating", "")),
        word=chosen.get("word", ""),
        unanswered=chosen.get("answer") == "none",
        to_answer=chosen.get("answer") == "todo",
    )


def _words(request: Request) -> list[tuple[str, str]]:
    """What the marketplaces of this shop call a rating, by the latest they said."""
    rows = Feedback.objects.visible_to(request.user).order_by("-written_at", "-id")
    told = set(rows.values_list("account_id", "word")[:LATEST])
    connectors = {account.id: account.connector_class for account in frame_of(request).accounts}
    return sorted({word: words_there(word, connectors[account_id]) for account_id, word in told if word}.items())
