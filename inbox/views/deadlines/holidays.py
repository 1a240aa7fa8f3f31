"""Holiday mode, what it does not stop, and when nobody will be there anyway."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from connectors.registry import connector_class
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.shop_hours import calendars_of_shop
from inbox.forms.holidays import HolidayForm
from inbox.holiday import mode
from inbox.holiday.gaps import gaps
from inbox.holiday.load import Load, load_of
from inbox.models import HolidayMode
from inbox.people.permissions import allowed, may_manage_accounts
from inbox.people.preferences import frame_of
from inbox.views.request import Request
from inbox.words.times import weekday_moment

DAYS_AHEAD = 10


@dataclass(frozen=True)
class GapLine:
    """One gap in words. due: "7 (3 at Bazaar, 4 at Souk)". more: "about 12", or "" if not known."""

    start: str
    end: str
    due: str
    more: str


@dataclass(frozen=True)
class CalendarGaps:
    name: str
    lines: list[GapLine]


@dataclass(frozen=True)
class HolidayLine:
    """A holiday of the shop that is not over, and what goes on meanwhile; due, more: as of a gap, from now on."""

    id: int
    words: str
    due: str
    more: str


@allowed(may_manage_accounts)
@require_http_methods(["GET", "POST"])
def holidays(request: Request) -> HttpResponse:
    now = timezone.now()
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            mode.begin(given["starts_at"], given["ends_at"], accounts=given["accounts"], by=request.user, now=now)
        except mode.BadHoliday as error:
            form.add_error(error.field, str(error))
        else:
            return redirect("holidays")
    context = {
        "form": form,
        "planned": [_planned(one, request, now) for one in HolidayMode.objects.not_over(now)],
        "counting": sorted({connector_class(account.marketplace).label for account in frame_of(request).accounts}),
        "calendars": _gaps(request, now),
        "title": _("Holidays of the shop"),
    }
    return render(request, "inbox/holidays.html", context, status=422 if form.errors else 200)


@allowed(may_manage_accounts)
@require_POST
def end(request: Request, holiday_id: int) -> HttpResponse:
    mode.end(get_object_or_404(HolidayMode, pk=holiday_id), by=request.user, now=timezone.now())
    return redirect("holidays")


def _planned(holiday: HolidayMode, request: Request, now: datetime) -> HolidayLine:
    accounts = list(holiday.accounts.all())
    gap = (max(holiday.starts_at, now), holiday.ends_at)
    load = _line(load_of(gap, user=request.user, now=now, accounts=accounts))
    return HolidayLine(holiday.pk, _holiday_words(holiday), load.due, load.more)


def _holiday_words(holiday: HolidayMode) -> str:
    names = ", ".join(account.name for account in holiday.accounts.all()) or _("all accounts")
    between = {
        "start": weekday_moment(holiday.starts_at),
        "end": weekday_moment(holiday.ends_at),
        "accounts": names,
    }
    return _("%(accounts)s: closed from %(start)s until %(end)s") % between


def _gaps(request: Request, now: datetime) -> list[CalendarGaps]:
    return [
        CalendarGaps(
            name_of_calendar(version.calendar),
            [
                _line(load_of(gap, user=request.user, now=now))
                for gap in gaps(version.work_calendar(), now, days=DAYS_AHEAD)
            ],
        )
        for version in calendars_of_shop()
    ]


def _line(load: Load) -> GapLine:
    labels = {slug: connector_class(slug).label for slug in load.due}
    parts = [
        _("%(n)d at %(marketplace)s") % {"n": number, "marketplace": labels[slug]}
        for slug, number in sorted(load.due.items(), key=lambda pair: -pair[1])
    ]
    total = sum(load.due.values())
    due = ngettext("%(n)d ticket falls due", "%(n)d tickets fall due", total) % {"n": total}
    more = "" if load.more is None else _("about %(n)d more arrive") % {"n": load.more}
    return GapLine(
        start=weekday_moment(load.start),
        end=weekday_moment(load.end),
        due=f"{due} ({', '.join(parts)})" if parts else due,
        more=more,
    )
