"""The screen on the wall of the room: how the shop stands, refreshed by itself, nobody's name on it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_see_figures
from inbox.views.request import Request, no_cache
from kpis.dashboard.standing import standing
from kpis.words.values import DASH


@allowed(may_see_figures)
@require_GET
def wall(request: Request) -> HttpResponse:
    return no_cache(render(request, "kpis/wall.html", _context()))


@allowed(may_see_figures)
@require_GET
def wall_changes(request: Request) -> HttpResponse:
    return no_cache(render(request, "kpis/partials/wall.html", _context()))


def _context() -> dict[str, object]:
    now = timezone.now()
    shop = standing(now, zone=settings.SHOP_ZONE)
    return {"title": _("Wall"), "shop": shop, "dash": DASH, "now": timezone.localtime(now)}
