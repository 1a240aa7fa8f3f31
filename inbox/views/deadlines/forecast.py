"""What will be late at this pace: for leads, who spread the work."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.forecast.forecasting import forecast as forecast_of
from inbox.forecast.history import LEAST_ANSWERS
from inbox.forecast.reading import history, waiting_now
from inbox.models import Ticket
from inbox.people.permissions import allowed, may_see_forecast
from inbox.views.deadlines.forecast_lines import HEIGHT, WIDTH, page_of, ticket_lines
from inbox.views.request import Request, no_cache

MOST_TICKETS = 50


@allowed(may_see_forecast)
@require_GET
def forecast(request: Request) -> HttpResponse:
    now, zone = timezone.now(), ZoneInfo(timezone.get_current_timezone_name())
    waiting = waiting_now()
    found = forecast_of(history(now), waiting, now, zone=zone)
    context = {
        "title": _("Forecast"),
        "late_already": sum(one.due_at < now for one in waiting),
        "least_answers": LEAST_ANSWERS,
    }
    if found is not None:
        late = found.expected.late_tickets[:MOST_TICKETS]
        visible = Ticket.objects.visible_to(request.user).filter(pk__in=[one.id for one in late])
        tickets = visible.select_related("account").defer("account__credentials").in_bulk()
        context |= {
            "page": page_of(found),
            "tickets": ticket_lines(late, tickets, now=now),
            "more": len(found.expected.late_tickets) - len(late),
            "width": WIDTH,
            "height": HEIGHT,
        }
    return no_cache(render(request, "inbox/forecast.html", context))
