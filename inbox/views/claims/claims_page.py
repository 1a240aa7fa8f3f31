"""The claims page: all claims by time left, whatever marketplace they are of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from inbox import changes
from inbox.claims import listing
from inbox.claims.listing import ClaimFilters, Part, Place
from inbox.models import Claim
from inbox.people.permissions import allowed, may_answer
from inbox.people.preferences import frame_of
from inbox.views.claims.claim_rows import ClaimRow, rows_of
from inbox.views.cursors import PAGE, read_cursor, write_cursor
from inbox.views.lists.list_filters import ClaimsFilters
from inbox.views.request import Request, moment_given, no_cache
from inbox.views.ticket.live import MOST, MOST_ROWS, NOTHING_MOVED, OVERLAP, shown_rows

ROW = "inbox/partials/claim_row.html"


@allowed(may_answer)
@require_GET
def claims(request: Request) -> HttpResponse:
    context = _context(request, now=timezone.now())
    if request.htmx and request.htmx.target == "more":
        return no_cache(render(request, "inbox/partials/claim_rows.html", context))
    if request.htmx and request.htmx.target == "list" and not request.htmx.history_restore_request:
        return no_cache(render(request, "inbox/partials/claim_list.html", context))
    return no_cache(render(request, "inbox/claims.html", context))


@allowed(may_answer)
@require_GET
def claims_changes(request: Request) -> HttpResponse:
    """What moved since the page asked last, as in `list_changes`. newest: the last claim it may show."""
    counter = changes.current()
    if str(counter) == request.GET.get("since"):
        return HttpResponse(status=NOTHING_MOVED)
    now = timezone.now()
    form = ClaimsFilters(request.GET, accounts=frame_of(request).accounts)
    checked_at = moment_given(request, "checked_at") or now
    newest = _number(request.GET.get("newest", ""))
    context = _addresses(form, newest) | {
        "list_counter": counter,
        "checked_at": now.isoformat(),
        "words": _new_words(request, form, newest),
        "rows": _changed_rows(request, checked_at, now=now),
        "row_partial": ROW,
        "frame": frame_of(request),
        "beside": True,
    }
    return no_cache(render(request, "inbox/partials/list_changes.html", context))


def _context(request: Request, *, now: datetime) -> dict[str, Any]:
    form = ClaimsFilters(request.GET, accounts=frame_of(request).accounts)
    filters = filters_of(form)
    counter = changes.current()
    newest = Claim.objects.order_by("-id").values_list("id", flat=True).first() or 0
    found, following = listing.page_of(filters, request.user, after=_place(request, filters), limit=PAGE)
    return _addresses(form, newest) | {
        "form": form,
        "rows": rows_of(found, accounts=frame_of(request).accounts, now=now),
        "following": write_cursor(following.at, following.id) if following else "",
        "is_first_page": "after" not in request.GET,
        "list_counter": counter,
        "checked_at": now.isoformat(),
        "empty": "" if found else _empty_words(form),
        "title": _("Claims"),
    }


def filters_of(form: ClaimsFilters) -> ClaimFilters:
    """A page shows open claims or ended ones, never both."""
    chosen = form.chosen
    state = chosen.get("state", "")
    named = ClaimFilters(state="" if state == "ended" else state)
    return ClaimFilters(
        marketplace=chosen.get("marketplace", ""),
        account=chosen.get("account"),
        kind=chosen.get("kind", ""),
        state=named.state,
        part=Part.ENDED if state == "ended" else named.parts[0],
    )


def _addresses(form: ClaimsFilters, newest: int) -> dict[str, str]:
    query = f"&{form.query}" if form.query else ""
    return {
        "list_url": reverse("claims"),
        "changes_url": f"{reverse('claims_changes')}?newest={newest}{query}",
        "query": form.query,
    }


def _place(request: Request, filters: ClaimFilters) -> Place | None:
    place = read_cursor(request.GET.get("after", ""))
    return Place(filters.part, *place) if place and filters.part else None


def _new_words(request: Request, form: ClaimsFilters, newest: int) -> str:
    """How many claims of this list have come since it was drawn; "" if none."""
    fresh = listing.matching(filters_of(form), request.user).filter(id__gt=newest)
    count = fresh.order_by().values("id")[:MOST].count()
    return ngettext("%(n)d new", "%(n)d new", count) % {"n": count} if count else ""


def _changed_rows(request: Request, checked_at: datetime, *, now: datetime) -> Sequence[ClaimRow]:
    """Fresh rows; the page takes those it shows. Whatever happens to a claim changes its ticket."""
    changed = Claim.objects.visible_to(request.user).filter(ticket__updated_at__gt=checked_at - OVERLAP)
    newest = changed.select_related("ticket").order_by("-ticket__updated_at", "-id")
    found = list(newest[:MOST_ROWS])
    if len(found) == MOST_ROWS:  # work on many: those on the page may be others
        shown = newest.filter(ticket__in=shown_rows(request))
        found += shown.exclude(pk__in=[claim.pk for claim in found])
    return rows_of(found, accounts=frame_of(request).accounts, now=now)


def _empty_words(form: ClaimsFilters) -> str:
    if form.chosen:
        return _("No claims here.")
    return _("No buyer has an open claim.")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
