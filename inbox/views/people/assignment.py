"""How new tickets find somebody: the rule, and who is on duty."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox.forms.assignment import WayForm
from inbox.models import User, Way
from inbox.people.permissions import allowed, may_set_up_work
from inbox.tickets.assignment import loads_of, set_way, way_of_assignment
from inbox.views.request import Request


@dataclass(frozen=True)
class PersonOnDuty:
    """open: how many open tickets he has."""

    user: User
    open: int


@allowed(may_set_up_work)
@require_http_methods(["GET", "POST"])
def assignment(request: Request) -> HttpResponse:
    form = WayForm(request.POST or None, initial={"way": way_of_assignment()})
    if request.method == "POST" and form.is_valid():
        set_way(Way(form.cleaned_data["way"]))
        messages.info(request, _("Kept."))
        return redirect("assignment")
    people = list(User.objects.filter(is_active=True).order_by("-on_duty", "first_name", "email"))
    loads = loads_of(people)
    context = {
        "form": form,
        "title": _("Who gets new tickets"),
        "people": [PersonOnDuty(user, loads[user.pk]) for user in people],
        "nobody": not any(user.on_duty for user in people),
    }
    return render(request, "inbox/assignment.html", context, status=422 if request.method == "POST" else 200)


@allowed(may_set_up_work)
@require_POST
def duty(request: Request, user_id: int) -> HttpResponse:
    """on: "1" puts somebody on duty, anything else takes him off."""
    person = get_object_or_404(User.objects.filter(is_active=True), pk=user_id)
    User.objects.filter(pk=person.pk).update(on_duty=request.POST.get("on") == "1")
    return redirect("assignment")
