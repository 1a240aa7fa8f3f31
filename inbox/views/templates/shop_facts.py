"""What templates may say of the shop: its name, where returns go, its consumer mediator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from connectors.text import storable
from inbox.forms.template_pages import ShopFactsForm
from inbox.people.permissions import allowed, may_write_templates
from inbox.views.request import Request
from templates_app.models import ShopFacts


@allowed(may_write_templates)
@require_http_methods(["GET", "POST"])
def shop_facts(request: Request) -> HttpResponse:
    current = ShopFacts.current()
    names = list(ShopFactsForm.base_fields)
    form = ShopFactsForm(request.POST or None, initial={name: getattr(current, name) for name in names})
    if request.method == "POST" and form.is_valid():
        values = {name: storable(form.cleaned_data[name]) for name in names}
        ShopFacts.objects.update_or_create(pk=1, defaults=values)
        messages.info(request, _("Kept."))
        return redirect("templates")
    return render(
        request, "inbox/templates/shop_facts.html", {"form": form, "title": _("What templates say of the shop")}
    )
