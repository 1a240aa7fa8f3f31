"""Connect an account: choose the marketplace, enter our keys there once, sign in there or paste credentials."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from connectors import accounts as verbs
from connectors.abilities import RedirectSignIn
from connectors.base import Connector
from connectors.credentials import flat
from connectors.errors import MarketplaceError, SignInAgain
from connectors.models import Account, Application
from connectors.registry import connectors
from inbox.forms.credentials import AccountNameForm, ConnectForm, CredentialsForm
from inbox.people.permissions import allowed, may_manage_accounts, may_manage_installation
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache
from inbox.views.sentences import in_own_language

STATE = "sign_in_state"
"""Session key: which sign-ins this browser has begun."""


@allowed(may_manage_accounts)
@require_GET
def choose(request: Request) -> HttpResponse:
    """Which marketplace?"""
    choices = [(mark_of(slug), slug, connector.label) for slug, connector in connectors().items()]
    return render(request, "inbox/connect.html", {"choices": choices, "title": _("Connect an account")})


@allowed(may_manage_accounts)
@require_http_methods(["GET", "POST"])
def connect(request: Request, slug: str) -> HttpResponse:
    """Sign in at the marketplace, or paste credentials."""
    connector = _connector_or_404(slug)
    keys = verbs.application_credentials(slug)
    by_redirect = issubclass(connector, RedirectSignIn)
    form = ConnectForm(
        connector.credential_fields, request.POST or None, have=keys, legends=connector.credential_groups
    )
    if request.method == "POST" and form.is_valid():
        try:
            account = verbs.connect(
                slug, name=form.cleaned_data["account_name"], credentials=form.given(), now=timezone.now()
            )
        except verbs.BadCredentials as error:
            add_problems(form, error)
        else:
            return _welcome(request, account)
    context = _context(connector) | {
        "form": form,
        "by_redirect": by_redirect,
        "keys_missing": by_redirect and not _keys_complete(connector, keys),
        "may_enter_keys": may_manage_installation(request.user),
        "renew": _account_to_renew(request, slug),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/connect_marketplace.html", context, status=status)


@allowed(may_manage_accounts)
@require_http_methods(["GET", "POST"])
def credentials(request: Request, account_id: int) -> HttpResponse:
    """Change the credentials of an account; a secret that is left empty stays as it is."""
    account = get_object_or_404(Account, id=account_id)
    connector = account.connector_class
    form = CredentialsForm(
        connector.credential_fields,
        request.POST or None,
        have=flat(account.credentials),
        legends=connector.credential_groups,
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.connect(account.marketplace, name=account.name, credentials=form.given(), now=timezone.now())
        except verbs.BadCredentials as error:
            add_problems(form, error)
        else:
            return _welcome(request, get_object_or_404(Account, id=account_id))
    context = _context(connector) | {"form": form, "account": account, "title": _("Credentials")}
    status = 422 if request.method == "POST" else 200
    return no_cache(render(request, "inbox/account_credentials.html", context, status=status))


def add_problems(form: CredentialsForm, error: verbs.BadCredentials) -> None:
    """Each at its field; those of no field of the form on top."""
    for problem in error.problems:
        name, _colon, what = problem.partition(": ")
        form.add_error(name if name in form.fields else None, what if name in form.fields else problem)


@allowed(may_manage_installation)
@require_http_methods(["GET", "POST"])
def keys(request: Request, slug: str) -> HttpResponse:
    """The installation's own keys at a marketplace; what is stored is never shown."""
    connector = _connector_or_404(slug)
    if not issubclass(connector, RedirectSignIn):
        raise Http404
    stored = Application.objects.filter(slug=slug).first()
    have = verbs.application_credentials(slug)
    form = CredentialsForm(connector.app_fields, request.POST or None, have=have)
    if request.method == "POST" and form.is_valid():
        credentials = {**(stored.credentials if stored else {}), **form.given()}
        Application.objects.update_or_create(slug=slug, defaults={"credentials": credentials})
        messages.info(request, _("The keys are stored, encrypted."))
        return redirect("connect", slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/connect_keys.html", _context(connector) | {"form": form}, status=status)


@allowed(may_manage_accounts)
@require_GET
def start_sign_in(request: Request, slug: str) -> HttpResponse:
    """Go to the marketplace's own page; the state ties the way back to this browser.

    By a page that goes on by itself: browsers count a redirect after a form as sending the form there,
    which our Content-Security-Policy forbids.
    """
    _connector_or_404(slug)
    form = AccountNameForm(request.GET)
    if not form.is_valid():
        messages.warning(request, _("Give the account a name first."))
        return redirect("connect", slug)
    connector = verbs.sign_in_connector(slug)
    if not isinstance(connector, RedirectSignIn):
        raise Http404
    state = secrets.token_urlsafe(24)
    request.session[STATE] = {"state": state, "slug": slug, "name": form.cleaned_data["account_name"]}
    try:
        target = connector.sign_in_url(state=state, locale=get_language() or "fr")
    except MarketplaceError as error:
        messages.warning(request, in_own_language(str(error)))
        return redirect("connect", slug)
    label = connector.label
    context = {
        "target": target,
        "label": label,
        "mark": mark_of(slug),
        "title": _("Go to %(marketplace)s") % {"marketplace": label},
    }
    return no_cache(render(request, "inbox/leaving.html", context))


@allowed(may_manage_accounts)
@require_GET
def finish_sign_in(request: Request, slug: str) -> HttpResponse:
    """The way back: check the state, change the code for credentials, connect."""
    connector = _connector_or_404(slug)
    begun: Mapping[str, str] = request.session.pop(STATE, {})
    if begun.get("slug") != slug or not constant_time_compare(begun.get("state", ""), request.GET.get("state", "")):
        return _did_not_work(request, connector, _("This way back does not belong to a sign-in begun in this browser."))
    code = request.GET.get("code", "")
    if not code:
        return _did_not_work(
            request, connector, _("%(marketplace)s sent you back without consent.") % {"marketplace": connector.label}
        )
    talker = verbs.sign_in_connector(slug)
    if not isinstance(talker, RedirectSignIn):
        raise Http404
    try:
        signed_in = talker.finish_sign_in(code)
        account = verbs.connect_signed_in(slug, name=begun["name"], signed_in=signed_in, now=timezone.now())
    except (MarketplaceError, verbs.BadCredentials) as error:
        return _did_not_work(request, connector, in_own_language(str(error)))
    return _welcome(request, account)


def _welcome(request: Request, account: Account) -> HttpResponse:
    """Say at once whether the account works; its first pull is due already."""
    try:
        verbs.check(account, now=timezone.now())
    except SignInAgain as error:
        messages.warning(
            request,
            _("%(marketplace)s does not accept these credentials: %(reason)s")
            % {"marketplace": account.marketplace_label, "reason": error},
        )
    except MarketplaceError as error:
        messages.warning(
            request,
            _("The account is stored, but %(marketplace)s could not be asked yet: %(reason)s")
            % {"marketplace": account.marketplace_label, "reason": error},
        )
    else:
        messages.success(request, _("Connected. The first messages arrive within a minute."))
    return redirect("account", account.id)


def _did_not_work(request: Request, connector: type[Connector], reason: str) -> HttpResponse:
    messages.warning(request, _("Nothing was connected: %(reason)s") % {"reason": reason})
    return redirect("connect", connector.slug)


def _account_to_renew(request: Request, slug: str) -> str:
    """The name of an account that is to sign in again."""
    number = request.GET.get("account", "")
    if not number.isdecimal():
        return ""
    account = Account.objects.filter(id=int(number[:18]), marketplace=slug).first()
    return account.name if account else ""


def _keys_complete(connector: type[Connector], keys: Mapping[str, str]) -> bool:
    fields = connector.app_fields if issubclass(connector, RedirectSignIn) else ()
    return all(keys.get(field.name) for field in fields if field.required)


def _context(connector: type[Connector]) -> dict[str, Any]:
    return {
        "mark": mark_of(connector.slug),
        "slug": connector.slug,
        "label": connector.label,
        "title": _("Connect %(marketplace)s") % {"marketplace": connector.label},
    }


def _connector_or_404(slug: str) -> type[Connector]:
    try:
        return connectors()[slug]
    except KeyError as error:
        raise Http404 from error
