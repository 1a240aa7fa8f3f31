"""The operators of the search box, under their English and French names, and what each offers when it is typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.search import offers, readers
from inbox.search.grammar import plain
from inbox.search.terms import Asker, Term, Value, is_french


@dataclass(frozen=True)
class Operator:
    """others: names besides the English and the French one. offer: values to choose among while one is typed.

    look_up: the same where there are too many to offer them all; it gets what is typed so far.
    """

    en: str
    fr: str
    about: str | Promise
    read: Callable[[str, Asker], Term]
    offer: Callable[[Asker], Sequence[Value]] = lambda _asker: ()
    others: tuple[str, ...] = ()
    look_up: Callable[[str, Asker], Sequence[Value]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.en, self.fr, *self.others)

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.fr if is_french() else self.en


OPERATORS = (
    Operator("is", "est", _("late, open, mine, unassigned…"), readers.state, offers.states),
    Operator(
        *("from", "de", _("a buyer's name, or a part of it"), readers.buyer),
        others=("buyer", "acheteur"),
        look_up=offers.buyers,
    ),
    Operator("order", "commande", _("an order's number, or its beginning"), readers.order),
    Operator("lang", "langue", _("the buyer's language"), readers.language, offers.languages, ("language",)),
    Operator("on", "sur", _("a marketplace"), readers.marketplace, offers.marketplaces, ("marketplace", "place")),
    Operator("account", "compte", _("an account of ours"), readers.account, offers.accounts, ("to", "pour", "shop")),
    Operator("channel", "canal", _("a sales channel"), readers.channel, offers.channels),
    Operator("topic", "sujet", _("what it is about"), readers.topic, offers.topics, ("thème",)),
    Operator("tag", "étiquette", _("a tag"), readers.tag),
    Operator("assignee", "attribué", _("a name, me, nobody"), readers.assignee, offers.people, ("assigné",)),
    Operator("level", "niveau", _("1 or 2"), readers.level, offers.levels),
    Operator("before", "avant", _("last talk before a day"), readers.before, offers.days),
    Operator("after", "après", _("last talk on a day or later"), readers.after, offers.days, ("since", "depuis")),
    Operator("has", "avec", _("a file, a note, an order"), readers.having, offers.things, ("contient",)),
)


@cache
def by_name() -> Mapping[str, Operator]:
    """Every operator by each of its names, as grammar.plain writes them."""
    return {plain(name): operator for operator in OPERATORS for name in operator.names}
