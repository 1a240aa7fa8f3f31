"""What groups are called, for a reader."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from connectors.models import Account
from connectors.registry import connectors
from inbox.models import User
from inbox.tickets.topics import TOPICS
from inbox.words.languages import language_name
from kpis.figures.figure import Figure

_KINDS = {"message": lambda: _("conversation"), "claim": lambda: _("claim")}
UNKNOWN = "–"


def label_of(
    figure: Figure, group_by: str, groups: Sequence[str], *, people: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """By group; at most one query. What has no name is called as it is stored, what nothing is known of is a dash.

    people: their names by id, if they are known already.
    """
    if group_by == "part":
        names: Mapping[str, str] = {part: str(title) for part, title in figure.parts}
    elif group_by == "agent":
        names = {**(_people(groups) if people is None else people), "": _("nobody")}
    else:
        names = _READERS[group_by](groups) if group_by in _READERS else {}
    return {group: names.get(group) or group or UNKNOWN for group in groups}


def _marketplaces(groups: Sequence[str]) -> Mapping[str, str]:
    known = connectors()
    return {slug: known[slug].label for slug in groups if slug in known}


def _accounts(groups: Sequence[str]) -> Mapping[str, str]:
    """With its marketplace where several are called alike."""
    rows = list(Account.objects.filter(pk__in=groups).values_list("pk", "name", "marketplace"))
    shared = {name for name, count in Counter(name for _pk, name, _slug in rows).items() if count > 1}
    known = connectors()
    return {
        str(pk): f"{name} ({known[slug].label})" if name in shared and slug in known else name
        for pk, name, slug in rows
    }


def _people(groups: Sequence[str]) -> Mapping[str, str]:
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=[group for group in groups if group])}


_READERS: Mapping[str, Callable[[Sequence[str]], Mapping[str, str]]] = {
    "marketplace": _marketplaces,
    "account": _accounts,
    "language": lambda groups: {code: language_name(code) for code in groups},
    "topic": lambda groups: {code: str(TOPICS[code]) for code in groups if code in TOPICS},
    "level": lambda groups: {level: _("level %(number)s") % {"number": level} for level in groups},
    "kind": lambda groups: {kind: _KINDS[kind]() for kind in groups if kind in _KINDS},
}
