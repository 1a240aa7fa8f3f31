"""Forgotten passwords: Guichet sends no e-mail, the owner sets a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def forgotten_password(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/forgotten_password.html", {"title": _("Forgotten password")})
