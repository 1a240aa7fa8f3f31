"""Which shops show their FAQ to everybody, and where."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from connectors.models import Account
from inbox.forms.faq import PublicFaqForm
from inbox.models import PublicFaq
from inbox.people.permissions import allowed, may_write_faq
from inbox.views.request import Request
from templates_app.models import FaqEntry


@allowed(may_write_faq)
@require_GET
def public_pages(request: Request) -> HttpResponse:
    return render(request, "inbox/public_faqs.html", _context(request, None))


@allowed(may_write_faq)
@require_POST
def public_page_keep(request: Request, account_id: int) -> HttpResponse:
    account = get_object_or_404(Account, pk=account_id)
    form = _form(account, PublicFaq.objects.filter(account=account).first(), request.POST.dict())
    if not form.is_valid():
        return render(request, "inbox/public_faqs.html", _context(request, form), status=422)
    form.save()
    messages.info(request, _("Kept. Visitors see it within five minutes."))
    return redirect("public_faqs")


def _context(request: Request, wrong: PublicFaqForm | None) -> dict[str, object]:
    """wrong: a form that was not taken, in the place of its account's."""
    known = {page.account_id: page for page in PublicFaq.objects.select_related("account")}
    cards = []
    for account in Account.objects.order_by("marketplace", "name"):
        form = (
            wrong if wrong and wrong.instance.account_id == account.pk else _form(account, known.get(account.pk), None)
        )
        page = known.get(account.pk)
        address = request.build_absolute_uri(reverse("public_faq", args=[page.slug])) if page and page.is_on else ""
        cards.append((account, form, address, FaqEntry.objects.public_for(account.pk).count()))
    return {"title": _("Public FAQ pages"), "cards": cards}


def _form(account: Account, page: PublicFaq | None, given: dict[str, str] | None) -> PublicFaqForm:
    page = page or PublicFaq(account=account, slug=f"{slugify(account.name)[:50] or 'shop'}-{account.pk}")
    return PublicFaqForm(given, instance=page, auto_id=f"page-{account.pk}-%s")
