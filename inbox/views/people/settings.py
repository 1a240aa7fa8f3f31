"""A person's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox.forms.tickets import PreferencesForm
from inbox.people.permissions import allowed, may_answer, may_erase_buyers, may_manage_rules, may_set_up_work
from inbox.people.preferences import language_of
from inbox.views.request import Request


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            user = form.save()
            with translation.override(language_of(user) or translation.get_language()):
                messages.info(request, _("Kept."))
            return redirect("settings")
        request.user.refresh_from_db()
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "title": _("Settings"),
        "may_erase": may_erase_buyers(request.user),
        "may_set_up_work": may_set_up_work(request.user),
        "may_manage_rules": may_manage_rules(request.user),
    }
    return render(request, "inbox/settings.html", context, status=status)


@allowed(may_answer)
@require_POST
def switch_keys(request: Request) -> HttpResponse:
    """Single keys on or off, from the dialog that lists them."""
    request.user.single_keys = "single_keys" in request.POST
    request.user.save(update_fields=["single_keys"])
    return HttpResponse(status=204)
