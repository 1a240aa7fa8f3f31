"""The one-time link of a new installation."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from inbox.forms.tickets import OwnerForm
from inbox.people import first_run as links


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """Make the owner, log them in, and lead on to the first account."""
    if not links.is_valid(token):
        return render(request, "inbox/first_run_over.html", {"title": _("This link has been used")}, status=410)
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        owner = links.create_owner(token, **form.cleaned_data)
        if owner is None:
            return render(request, "inbox/first_run_over.html", {"title": _("This link has been used")}, status=410)
        owner.language = get_language() or ""
        owner.save(update_fields=["language"])
        login(request, owner, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("connect_choose")
    context = {"form": form, "title": _("Welcome")}
    return render(request, "inbox/first_run.html", context, status=422 if request.method == "POST" else 200)
