"""What cannot wait for the end of the page: each in one sentence, with the way to it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.models import Account, AccountState
from connectors.registry import connector_class
from inbox.models import Claim, FeedbackAlarm, Ticket, User
from inbox.views.accounts.indicator_lines import IndicatorLine, lines_by_account
from inbox.words.money import money

MOST_INDICATORS = 4
LEVELS = {"late": "bad", "soon": "watch"}
"""What a marketplace's standing is painted as, and how loud it is here."""


@dataclass(frozen=True)
class Alarm:
    """level: bad or watch."""

    level: str
    words: str
    href: str
    link: str


def alarms_for(user: User, *, now: datetime, sees_all: bool) -> list[Alarm]:
    """What is bad first. For who sees only what is his: his own late tickets."""
    found = [*_late(user, now=now, of_all=sees_all)]
    if sees_all:
        found += [*_claims(user), *_feedback(), *_accounts(), *_indicators(now)]
    return sorted(found, key=lambda alarm: alarm.level != "bad")


def _late(user: User, *, now: datetime, of_all: bool) -> list[Alarm]:
    late = Ticket.objects.visible_to(user).overdue(now)
    count = (late if of_all else late.filter(assignee=user)).count()
    if not count:
        return []
    words = ngettext("%(n)d ticket is late.", "%(n)d tickets are late.", count) % {"n": count}
    view = "needs-answer" if of_all else "mine"
    return [Alarm("bad", words, f"{reverse('queue')}?{urlencode({'view': view})}", _("Answer them"))]


def _claims(user: User) -> list[Alarm]:
    by_currency = Claim.objects.visible_to(user).awaited().order_by("currency").values_list("currency")
    found = list(by_currency.annotate(count=Count("pk"), stake=Sum("amount")))
    count = sum(number for _currency, number, _stake in found)
    if not count:
        return []
    stake = ", ".join(money(amount, currency) for currency, _number, amount in found if amount)
    words = ngettext("%(n)d claim awaits your answer", "%(n)d claims await your answer", count) % {"n": count}
    told = _("%(claims)s, %(amount)s at stake.") % {"claims": words, "amount": stake} if stake else f"{words}."
    return [Alarm("bad", told, reverse("claims"), _("See the claims"))]


def _feedback() -> list[Alarm]:
    return [
        Alarm(
            "bad",
            _("%(marketplace)s: %(kind)s (%(number)d).")
            % {
                "marketplace": connector_class(alarm.marketplace).label,
                "kind": alarm.get_kind_display(),
                "number": alarm.number,
            },
            reverse("feedback"),
            _("See the feedback"),
        )
        for alarm in FeedbackAlarm.objects.filter(over_at=None).order_by("raised_at")
    ]


def _accounts() -> list[Alarm]:
    troubled = Account.objects.filter(state__in=[AccountState.SIGN_IN, AccountState.FAILING]).defer("credentials")
    return [
        Alarm(
            "bad",
            _("%(account)s: %(state)s. Its messages do not arrive.")
            % {"account": account.name, "state": AccountState(account.state).label},
            reverse("account", args=[account.pk]),
            _("See the account"),
        )
        for account in troubled.order_by("name")
    ]


def _indicators(now: datetime) -> list[Alarm]:
    accounts = {account.pk: account for account in Account.objects.defer("credentials")}
    found = lines_by_account(list(accounts.values()), now=now)
    pairs = [(accounts[pk], line) for pk, lines in found.items() for line in lines if line.kind in LEVELS]
    pairs.sort(key=lambda pair: LEVELS[pair[1].kind])
    return [_indicator(account, line) for account, line in pairs[:MOST_INDICATORS]]


def _indicator(account: Account, line: IndicatorLine) -> Alarm:
    told = {"account": account.name, "label": line.label, "value": line.value, "limit": line.threshold}
    words = _("%(account)s: %(label)s is %(value)s") % told
    if line.threshold:
        words += _(" (limit %(limit)s)") % told
    return Alarm(LEVELS[line.kind], f"{words}.", reverse("account", args=[account.pk]), _("See the account"))
