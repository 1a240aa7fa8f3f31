"""The filters above the figures: what may be chosen, and what is."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from connectors.models import Account
from connectors.registry import connectors
from inbox.accounts.sales_channels import channel_name
from inbox.models import User
from inbox.people.teams import team_names
from inbox.people.zones import zone_choices
from inbox.tickets.topics import TOPICS
from inbox.words.languages import language_name
from kpis.dashboard.links import dashboard_link
from kpis.dashboard.periods import presets
from kpis.figures.query_string import NONE
from kpis.figures.question import NOBODY, Question

LANGUAGES = ("fr", "en", "de", "es", "it")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One select of the form. name: as in the address. otherwise: what holds when none is chosen."""

    name: str
    label: str
    options: Sequence[Option]
    otherwise: str


@dataclass(frozen=True)
class PresetLink:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Filters:
    """last_day: the last one included, as people say it. chosen: what narrows the figures, in words."""

    presets: Sequence[PresetLink]
    choices: Sequence[Choice]
    chosen: Sequence[str]
    first_day: date
    last_day: date
    everything: str


def filters_of(question: Question, *, today: date, address: str, for_all: bool) -> Filters:
    """address: of the page itself, without its query. for_all: whether people and teams may be chosen."""
    choices = [choice for choice in _choices(question, for_all=for_all) if len(choice.options) > 1 or _any(choice)]
    return Filters(
        presets=_presets(question, today=today, address=address),
        choices=choices,
        chosen=[option.label for choice in choices for option in choice.options if option.is_chosen],
        first_day=question.since,
        last_day=question.until - timedelta(days=1),
        everything=_address(_unfiltered(question), address),
    )


def _presets(question: Question, *, today: date, address: str) -> list[PresetLink]:
    return [
        PresetLink(
            str(one.label),
            _address(replace(question, since=one.since, until=one.until), address),
            (one.since, one.until) == (question.since, question.until),
        )
        for one in presets(today)
    ]


def _choices(question: Question, *, for_all: bool) -> list[Choice]:
    accounts = list(Account.objects.defer("credentials", "identity").order_by("name", "marketplace"))
    known = connectors()
    slugs = sorted({account.marketplace for account in accounts})
    channels = {code: channel_name(account, code) for account in accounts for code in account.channels}
    found = [
        _choice("marketplace", _("Marketplace"), [(slug, known[slug].label) for slug in slugs], question.marketplaces),
        _choice("account", _("Account"), [(str(a.pk), _called(a)) for a in accounts], question.accounts),
        _choice("channel", _("Sales channel"), sorted(channels.items()), question.channels),
    ]
    if for_all:
        people = [
            (str(user.pk), str(user)) for user in User.objects.filter(is_active=True).order_by("first_name", "pk")
        ]
        found += [
            _choice("agent", _("Agent"), people, question.agents),
            _choice("team", _("Team"), [(name, name) for name in team_names()], question.teams),
        ]
    return [*found, *_of_tickets(question), _zone(question)]


def _of_tickets(question: Question) -> list[Choice]:
    languages = dict.fromkeys((*LANGUAGES, *filter(None, question.languages)))
    return [
        _choice("topic", _("Topic"), [(code, str(name)) for code, name in TOPICS.items()], question.topics),
        _choice("language", _("Language"), [(code, language_name(code)) for code in languages], question.languages),
        _choice("level", _("Level"), [("1", _("level 1")), ("2", _("level 2"))], question.levels),
        _choice("kind", _("Kind of ticket"), [("message", _("conversation")), ("claim", _("claim"))], question.kinds),
    ]


def _choice(name: str, label: str, options: Sequence[tuple[str, str]], chosen: Sequence[object]) -> Choice:
    values = {str(value) for value in chosen}
    found = [Option(value, words, value in values) for value, words in options]
    if values & {"", str(NOBODY)}:
        words = _("nobody") if name in ("agent", "team") else pgettext("of a group", "not known")
        found.append(Option(NONE, words, is_chosen=True))
    return Choice(name, label, found, _("all"))


def _zone(question: Question) -> Choice:
    """Whose days they are; the shop's unless another one is chosen."""
    options = [
        Option(zone, words, zone == question.zone) for zone, words in zone_choices() if zone != settings.SHOP_ZONE
    ]
    shops = _("the shop's (%(zone)s)") % {"zone": settings.SHOP_ZONE.replace("_", " ")}
    return Choice("zone", _("Days of the time zone"), options, shops)


def _any(choice: Choice) -> bool:
    return any(option.is_chosen for option in choice.options)


def _called(account: Account) -> str:
    return f"{account.name} ({account.connector_class.label})"


def _unfiltered(question: Question) -> Question:
    kept = ("since", "until", "zone")
    empty: dict[str, Any] = {one.name: () for one in fields(Question) if one.name not in kept}
    return replace(question, zone=settings.SHOP_ZONE, **empty)


def _address(question: Question, address: str) -> str:
    return f"{address}?{dashboard_link(question).split('?', 1)[1]}"
