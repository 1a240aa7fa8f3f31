"""Add one of the ready-made rules: switched off, to be looked at first."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inbox.people.permissions import allowed, may_manage_rules
from inbox.rules.ready_made.offer import READY_MADE, TemplateGone, add
from inbox.views.request import Request


@allowed(may_manage_rules)
@require_POST
def ready_made(request: Request, code: str) -> HttpResponse:
    if code not in READY_MADE:
        raise Http404
    try:
        rule = add(READY_MADE[code], by=request.user, now=timezone.now())
    except TemplateGone as error:
        messages.warning(request, str(error))
        return redirect("rules")
    messages.info(request, _("Added, switched off. Try it on the last 30 days before you switch it on."))
    return redirect("rule", rule.pk)
