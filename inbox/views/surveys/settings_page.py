"""Where leads say which shops' buyers are asked, how long after, and read what they would get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from connectors.abilities import AsksInConversation
from connectors.models import Account
from inbox.forms.surveys import SurveyForm
from inbox.models import LeftOut, Survey
from inbox.people.permissions import allowed, may_set_up_work
from inbox.surveys.choices import Choice, choices, choose
from inbox.surveys.texts import LANGUAGES, mail_text, question_text, shop_called
from inbox.surveys.ways import AskingWay, way_of
from inbox.views.marks import Mark, mark_of
from inbox.views.request import Request
from inbox.words.languages import language_name

WRITTEN_BY_US = (AskingWay.LINK, AskingWay.QUESTION)


@dataclass(frozen=True)
class AccountCard:
    """way: None where buyers are not asked by us. mails: language and text of each, where there is one of ours.

    source: who says that a question in the conversation is allowed; empty elsewhere.
    """

    id: int
    name: str
    mark: Mark
    way: AskingWay | None
    form: SurveyForm
    is_on: bool
    mails: Sequence[tuple[str, str]]
    source: str
    so_far: str


@allowed(may_set_up_work)
@require_GET
def surveys(request: Request) -> HttpResponse:
    known, counts = choices(), _counts()
    accounts = Account.objects.defer("credentials", "identity").order_by("marketplace", "name")
    cards = [_card(account, known.get(account.pk, Choice()), counts.get(account.pk, "")) for account in accounts]
    return render(request, "inbox/surveys.html", {"title": _("Asking buyers"), "cards": cards})


@allowed(may_set_up_work)
@require_POST
def keep(request: Request, account_id: int) -> HttpResponse:
    account = get_object_or_404(Account.objects.defer("credentials", "identity"), pk=account_id)
    form = SurveyForm(request.POST)
    if way_of(account) is None or not form.is_valid():
        messages.warning(request, _("Nothing was changed."))
    else:
        given = form.cleaned_data
        choose(account, is_on=given["is_on"], days=given["days"], now=timezone.now())
        messages.info(request, _("Kept."))
    return redirect("surveys")


def _card(account: Account, choice: Choice, so_far: str) -> AccountCard:
    way = way_of(account)
    shop = shop_called(account)
    initial = {"is_on": choice.on_since is not None, "days": choice.delay.days}
    return AccountCard(
        id=account.pk,
        name=account.name,
        mark=mark_of(account.marketplace),
        way=way,
        form=SurveyForm(initial=initial, auto_id=f"survey-{account.pk}-%s"),
        is_on=choice.on_since is not None,
        mails=[(language_name(code), _text(way, code, shop)) for code in LANGUAGES if way in WRITTEN_BY_US],
        source=_source(account),
        so_far=so_far,
    )


def _text(way: AskingWay | None, language: str, shop: str) -> str:
    if way == AskingWay.LINK:
        return mail_text(language, shop=shop, link="https://…")
    return question_text(language, shop=shop)


def _source(account: Account) -> str:
    """Who says that buyers may be asked in the conversation."""
    connector = account.connector_class
    return _(connector.asking_source) if issubclass(connector, AsksInConversation) else ""


def _counts() -> Mapping[int, str]:
    """What became of the asking so far, in words, by account."""
    rows = Survey.objects.values("account_id", "left_out").annotate(
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
        answered=Count("answer"),
        waiting=Count("pk", filter=Q(asked_at=None, left_out="")),
        total=Count("pk"),
    )
    parts: dict[int, list[str]] = {}
    for row in rows.order_by("account_id", "left_out"):
        said = parts.setdefault(row["account_id"], [])
        if row["left_out"]:
            said.append(_("%(label)s: %(said)s") % {"label": LeftOut(row["left_out"]).label, "said": row["total"]})
        else:
            words = _("asked %(asked)d, answered %(answered)d, waiting for their day %(waiting)d")
            said.append(words % row)
    return {account_id: " · ".join(said) for account_id, said in parts.items()}
