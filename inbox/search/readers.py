"""What the value behind each operator asks for. Each reader raises BadValue with a sentence for who typed it."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TypeVar

from babel import Locale
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from connectors.language import LANGUAGES
from inbox.lists.filters import ME, NOBODY, Filters
from inbox.models import Attachment, Message, MessageDirection, User
from inbox.search.buyers import buyers_like
from inbox.search.dates import day_begins
from inbox.search.grammar import plain
from inbox.search.states import State, by_name
from inbox.search.terms import Asker, BadValue, Term
from inbox.tickets.topics import TOPICS

_Key = TypeVar("_Key")
ME_WORDS = {"me", "moi", "myself"}
NOBODY_WORDS = {"nobody", "none", "personne", "aucun"}


def state_called(value: str) -> State | None:
    return _states().get(plain(value))


def state(value: str, asker: Asker) -> Term:
    found = state_called(value)
    if found is None:
        raise BadValue(_("No ticket can be “%(value)s”.") % {"value": value})
    return found.term(asker)


def buyer(value: str, _asker: Asker) -> Term:
    return Term(Q(buyer__in=buyers_like(value)))


def order(value: str, _asker: Asker) -> Term:
    """An order's number, or its beginning."""
    return Term(Q(order_id__startswith=value) & ~Q(order_id=""))


def language(value: str, asker: Asker) -> Term:
    code = language_codes().get(plain(value))
    if code is None:
        raise BadValue(_("“%(value)s” is no language that is told apart here.") % {"value": value})
    return Term.of(Filters(language=(code,)), asker)


def marketplace(value: str, asker: Asker) -> Term:
    labels = {one.marketplace: one.marketplace_label for one in asker.accounts}
    slugs = _named(value, ((slug, f"{slug} {label}") for slug, label in labels.items()))
    if not slugs:
        raise BadValue(_("No account is at “%(value)s”.") % {"value": value})
    return Term.of(Filters(marketplace=tuple(slugs)), asker)


def account(value: str, asker: Asker) -> Term:
    ids = _named(value, ((one.pk, one.name) for one in asker.accounts))
    if not ids:
        raise BadValue(_("No account is called “%(value)s”.") % {"value": value})
    return Term.of(Filters(account=tuple(ids)), asker)


def channel(value: str, asker: Asker) -> Term:
    codes = _named(value, ((code, code) for one in asker.accounts for code in one.channels))
    if not codes:
        raise BadValue(_("No sales channel is called “%(value)s”.") % {"value": value})
    return Term.of(Filters(channel=tuple(codes)), asker)


def tag(value: str, asker: Asker) -> Term:
    return Term.of(Filters(tag=tuple({value, value.lower()})), asker)


def topic(value: str, asker: Asker) -> Term:
    theirs = {code: _(name) for one in asker.accounts for code, name in one.connector_class.topic_labels.items()}
    ours = {code: f"{code} {name}" for code, name in TOPICS.items()}
    codes = _named(value, (theirs | ours).items())
    if not codes:
        raise BadValue(_("No topic is called “%(value)s”.") % {"value": value})
    return Term.of(Filters(topic=tuple(codes)), asker)


def level(value: str, asker: Asker) -> Term:
    if value not in ("1", "2"):
        raise BadValue(_("There are the levels 1 and 2."))
    return Term.of(Filters(level=(int(value),)), asker)


def assignee(value: str, asker: Asker) -> Term:
    word = plain(value)
    if word in ME_WORDS or word in NOBODY_WORDS:
        return Term.of(Filters(assignee=(ME if word in ME_WORDS else NOBODY,)), asker)
    people = _named(value, ((str(one.pk), f"{one} {one.email}") for one in User.objects.all()))
    if not people:
        raise BadValue(_("Nobody here is called “%(value)s”.") % {"value": value})
    return Term.of(Filters(assignee=tuple(people)), asker)


def before(value: str, asker: Asker) -> Term:
    """The last talk was before that day."""
    return Term(Q(last_message_at__lt=day_begins(value, asker)))


def after(value: str, asker: Asker) -> Term:
    """The last talk was on that day or later."""
    return Term(Q(last_message_at__gte=day_begins(value, asker)))


def having(value: str, _asker: Asker) -> Term:
    condition = _HAVING.get(plain(value))
    if condition is None:
        raise BadValue(_("Tickets can have a file, a note or an order, but no “%(value)s”.") % {"value": value})
    return Term(condition())


@cache
def language_codes() -> Mapping[str, str]:
    """Codes of languages by all that they are called in English, in French and by those who speak them."""
    names = {plain(code): code for code in LANGUAGES}
    for code in LANGUAGES:
        for reader in ("en", "fr", code):
            names[plain(Locale(code).get_language_name(reader) or code)] = code
    return names


_states = cache(lambda: by_name(plain))


def _named(value: str, names: Iterable[tuple[_Key, str]]) -> list[_Key]:
    """Those whose name holds the value, or the very one that is called so."""
    wanted = plain(value)
    known = [(key, plain(name)) for key, name in names]
    exact = [key for key, name in known if name == wanted or str(key) == value]
    return exact or [key for key, name in known if wanted and wanted in name]


def _has_file() -> Q:
    return Q(Exists(Attachment.objects.filter(message__ticket=OuterRef("pk"))))


def _has_note() -> Q:
    return Q(Exists(Message.objects.filter(ticket=OuterRef("pk"), direction=MessageDirection.NOTE)))


def _has_order() -> Q:
    return ~Q(order_id="")


_HAVING: Mapping[str, Callable[[], Q]] = {
    **dict.fromkeys(("file", "files", "attachment", "fichier", "piece-jointe"), _has_file),
    "note": _has_note,
    **dict.fromkeys(("order", "commande"), _has_order),
}
