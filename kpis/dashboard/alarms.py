"""What cannot wait for the end of the page: each in one sentence, with the way to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.models import Account, AccountState
from connectors.registry import connector_class
from inbox.models import AlarmKind, Claim, FeedbackAlarm, Ticket, User
from inbox.views.accounts.indicator_lines import IndicatorLine, lines_by_account
from inbox.words.money import money
from kpis.words.values import count as count_words

LEVELS = {"late": "bad", "soon": "watch"}
"""What a marketplace's standing is painted as, and how loud it is here."""
MOST_COUNTED = 1000
"""Late tickets: beyond that many, how many they are changes nothing, and counting them all would take ever longer."""


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
    count = (late if of_all else late.filter(assignee=user))[: MOST_COUNTED + 1].count()
    if not count:
        return []
    words = ngettext("%(n)d ticket is late.", "%(n)d tickets are late.", count) % {"n": count}
    if count > MOST_COUNTED:
        words = _("More than %(n)s tickets are late.") % {"n": count_words(MOST_COUNTED)}
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
            _("%(marketplace)s: %(words)s.")
            % {"marketplace": connector_class(alarm.marketplace).label, "words": _discontent(alarm)},
            reverse("feedback"),
            _("See the feedback"),
        )
        for alarm in FeedbackAlarm.objects.filter(over_at=None).order_by("raised_at")
    ]


def _discontent(alarm: FeedbackAlarm) -> str:
    told = {"n": alarm.number}
    if alarm.kind == AlarmKind.RUN:
        return _("%(n)s bad ratings in a row") % told
    return _("only %(n)s %% of the ratings are positive") % told


def _accounts() -> list[Alarm]:
    """Without any, that nothing is late says nothing."""
    if not Account.objects.exists():
        return [Alarm("watch", _("No account is connected yet."), reverse("accounts"), _("See the accounts"))]
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
    """One for each account: the worst that its marketplace says of it, and how many more there are."""
    accounts = {account.pk: account for account in Account.objects.defer("credentials", "identity").order_by("name")}
    found = lines_by_account(list(accounts.values()), now=now)
    alarms = [_indicator(account, found.get(pk, ())) for pk, account in accounts.items()]
    return [alarm for alarm in alarms if alarm]


def _indicator(account: Account, lines: Sequence[IndicatorLine]) -> Alarm | None:
    bad = sorted((line for line in lines if line.kind in LEVELS), key=lambda line: LEVELS[line.kind])
    if not bad:
        return None
    worst, others = bad[0], len(bad) - 1
    told = {
        "account": f"{account.name} ({account.connector_class.label})",
        "label": worst.label,
        "value": worst.value,
        "against": worst.against,
    }
    words = _("%(account)s · %(label)s: %(value)s") % told
    if worst.against:
        words += _(" (%(against)s)") % told
    if others:
        words += ngettext(", and %(n)d more", ", and %(n)d more", others) % {"n": others}
    return Alarm(LEVELS[worst.kind], f"{words}.", reverse("account", args=[account.pk]), _("See the account"))
