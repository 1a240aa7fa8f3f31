"""A person's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inbox.forms import PreferencesForm
from inbox.permissions import allowed, may_answer, may_erase_buyers
from inbox.preferences import language_of
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
    context = {"form": form, "title": _("Settings"), "may_erase": may_erase_buyers(request.user)}
    return render(request, "inbox/settings.html", context, status=status)
