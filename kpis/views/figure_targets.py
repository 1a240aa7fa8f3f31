"""What the owner wants to reach."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inbox.people.permissions import allowed, may_set_targets
from inbox.views.request import Request
from kpis.forms.targets import TargetsForm
from kpis.targets import keep_targets, targets


@allowed(may_set_targets)
@require_http_methods(["GET", "POST"])
def figure_targets(request: Request) -> HttpResponse:
    form = TargetsForm(request.POST if request.method == "POST" else None, targets=targets())
    if request.method == "POST" and form.is_valid():
        keep_targets(form.values())
        messages.info(request, _("Kept."))
        return redirect("figure_targets")
    context = {"title": _("Targets"), "form": form}
    return render(request, "kpis/targets.html", context, status=422 if form.errors else 200)
