"""Webhooks: the addresses, and what each was told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.forms.webhooks import WebhookForm
from inbox.models import Webhook, WebhookCall
from inbox.people.permissions import allowed, may_manage_rules
from inbox.views.request import Request, no_cache
from inbox.views.rules.call_words import call_words
from inbox.webhooks import keeping
from inbox.webhooks.keeping import BadAddress

MOST = 100


@allowed(may_manage_rules)
@require_http_methods(["GET", "POST"])
def webhooks(request: Request) -> HttpResponse:
    """Adding one shows its secret once, in the answer itself."""
    form = WebhookForm(request.POST or None)
    added = None
    if request.method == "POST" and form.is_valid():
        try:
            added = keeping.add(**form.cleaned_data, now=timezone.now())
            form = WebhookForm()
        except BadAddress as error:
            form.add_error("url", str(error))
    context = {"form": form, "added": added, "webhooks": Webhook.objects.all(), "title": _("Webhooks")}
    return no_cache(render(request, "inbox/webhooks.html", context, status=422 if form.errors else 200))


@allowed(may_manage_rules)
@require_GET
def webhook(request: Request, webhook_id: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=webhook_id)
    calls = [(call, call_words(call)) for call in found.calls.order_by("-id")[:MOST]]
    context = {"webhook": found, "calls": calls, "title": found.name}
    return render(request, "inbox/webhook.html", context)


@allowed(may_manage_rules)
@require_POST
def switch(request: Request, webhook_id: int) -> HttpResponse:
    """on: "1" switches it on, anything else off; what waits then goes on waiting."""
    found = get_object_or_404(Webhook, pk=webhook_id)
    Webhook.objects.filter(pk=found.pk).update(active=request.POST.get("on") == "1")
    return redirect("webhook", found.pk)


@allowed(may_manage_rules)
@require_POST
def delete(request: Request, webhook_id: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=webhook_id)
    found.delete()
    messages.info(request, _("The webhook “%(name)s” is gone.") % {"name": found.name})
    return redirect("webhooks")


@allowed(may_manage_rules)
@require_POST
def again(request: Request, call_id: int) -> HttpResponse:
    call = get_object_or_404(WebhookCall, pk=call_id)
    keeping.replay(call, now=timezone.now())
    messages.info(request, _("It is told again within seconds."))
    return redirect("webhook", call.webhook_id)
