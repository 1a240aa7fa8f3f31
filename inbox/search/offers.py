"""The values that an operator offers while somebody types it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from connectors.language import LANGUAGES
from inbox.accounts.sales_channels import channel_name
from inbox.models import User
from inbox.search.buyers import buyers_to_choose
from inbox.search.states import STATES
from inbox.search.terms import Asker, Value, is_french
from inbox.tickets.topics import TOPICS
from inbox.words.languages import language_name

MOST_BUYERS = 20
"""So many are looked at: several may have one name."""


def states(_asker: Asker) -> Sequence[Value]:
    return [Value(state.fr if is_french() else state.en, str(state.about)) for state in STATES]


def languages(_asker: Asker) -> Sequence[Value]:
    return [Value(code, language_name(code)) for code in LANGUAGES]


def marketplaces(asker: Asker) -> Sequence[Value]:
    labels = {one.marketplace: one.marketplace_label for one in asker.accounts}
    return [Value(slug, label) for slug, label in sorted(labels.items())]


def accounts(asker: Asker) -> Sequence[Value]:
    return [Value(one.name, one.marketplace_label) for one in asker.accounts]


def channels(asker: Asker) -> Sequence[Value]:
    names = {code: channel_name(one, code) for one in asker.accounts for code in one.channels}
    return [Value(code, name) for code, name in sorted(names.items())]


def topics(_asker: Asker) -> Sequence[Value]:
    return [Value(code, str(name)) for code, name in TOPICS.items()]


def people(_asker: Asker) -> Sequence[Value]:
    here = User.objects.filter(is_active=True).order_by("first_name", "last_name", "email")
    own = [Value("moi", _("me")), Value("personne", _("nobody"))] if is_french() else [Value("me"), Value("nobody")]
    return [*own, *(Value(str(person)) for person in here)]


def buyers(typed: str, asker: Asker) -> Sequence[Value]:
    """The last to come of those whose name holds what is typed, each name once."""
    found = buyers_to_choose(typed, asker.user, most=MOST_BUYERS)
    names = {str(buyer): Value(str(buyer), buyer.handle if buyer.name else "") for buyer in found}
    return list(names.values())


def levels(_asker: Asker) -> Sequence[Value]:
    return [Value("1", _("solved in one go")), Value("2", _("acknowledged first, answered later"))]


def days(asker: Asker) -> Sequence[Value]:
    example = f"{asker.now:%Y-%m-%d}"
    names = ("aujourd'hui", "hier", "7j", "30j") if is_french() else ("today", "yesterday", "7d", "30d")
    return [*(Value(name) for name in names), Value(example)]


def things(_asker: Asker) -> Sequence[Value]:
    return [Value(name) for name in (("fichier", "note", "commande") if is_french() else ("file", "note", "order"))]
