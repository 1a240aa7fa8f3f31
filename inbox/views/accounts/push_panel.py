"""What can be done about pushes on the page of an account: switch them on and off, ask for a test."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from connectors.errors import MarketplaceError
from connectors.models import Account
from inbox.people.permissions import allowed, may_manage_accounts
from inbox.push import upkeep
from inbox.views.request import Request
from inbox.views.sentences import in_own_language


@allowed(may_manage_accounts)
@require_POST
def switch_on(request: Request, account_id: int) -> HttpResponse:
    """Also tries again what did not work."""
    account = _account_or_404(account_id)
    upkeep.switch_on(account, now=timezone.now())
    messages.info(request, _("Being set up at %(marketplace)s.") % {"marketplace": account.marketplace_label})
    return redirect("account", account.id)


@allowed(may_manage_accounts)
@require_POST
def switch_off(request: Request, account_id: int) -> HttpResponse:
    account = _account_or_404(account_id)
    upkeep.switch_off(account, now=timezone.now())
    messages.info(request, _("Switched off: Guichet looks by itself for what is new."))
    return redirect("account", account.id)


@allowed(may_manage_accounts)
@require_POST
def test(request: Request, account_id: int) -> HttpResponse:
    account = _account_or_404(account_id)
    try:
        asked = upkeep.ask_for_test(account, now=timezone.now())
    except MarketplaceError as error:
        messages.warning(request, in_own_language(str(error)))
    else:
        words = _("Asked %(marketplace)s for a test.") if asked else _("There is nothing to test yet.")
        messages.info(request, words % {"marketplace": account.marketplace_label})
    return redirect("account", account.id)


def _account_or_404(account_id: int) -> Account:
    account = get_object_or_404(Account, id=account_id)
    if not upkeep.can_push(account):
        raise Http404
    return account
