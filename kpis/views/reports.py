"""When a person gets the figures by mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inbox.alerts import mail
from inbox.people.permissions import allowed, may_see_figures
from inbox.people.zones import zone_of
from inbox.views.request import Request
from kpis.forms.reports import ReportForm
from kpis.models import ReportWish


@allowed(may_see_figures)
@require_http_methods(["GET", "POST"])
def reports(request: Request) -> HttpResponse:
    wish = ReportWish.objects.filter(user=request.user).first()
    form = ReportForm(request.POST or None, initial=ReportForm.initial_of(wish))
    if request.method == "POST" and form.is_valid():
        ReportWish.objects.update_or_create(
            user=request.user, defaults=form.cleaned_data | {"wished_at": timezone.now()}
        )
        messages.info(request, _("Kept."))
        return redirect("reports")
    context = {
        "title": _("Reports by mail"),
        "form": form,
        "mail_works": mail.is_set_up(),
        "zone": str(zone_of(request.user)).replace("_", " "),
    }
    return render(request, "kpis/reports.html", context, status=422 if form.errors else 200)
