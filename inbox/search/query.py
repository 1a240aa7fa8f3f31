"""What somebody wants to find: the words and the conditions that a search text says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from connectors.text import storable
from inbox.lists.sorting import Sort
from inbox.search.grammar import Part, parts_of, plain
from inbox.search.operators import by_name
from inbox.search.readers import state, state_called
from inbox.search.terms import Asker, BadValue, Term


@dataclass(frozen=True)
class SearchQuery:
    """words, phrases: all must be found; unwanted: none may be. problems: sentences about what was not understood."""

    words: Sequence[str]
    phrases: Sequence[str]
    unwanted: Sequence[str]
    conditions: Sequence[Q]
    names_status: bool
    problems: Sequence[str]

    @property
    def whole(self) -> str:
        """What is looked for, as one text: it may be a number or a name."""
        return " ".join([*self.words, *self.phrases])

    @property
    def is_blank(self) -> bool:
        return not (self.words or self.phrases or self.unwanted or self.conditions)


def read(text: str, asker: Asker) -> SearchQuery:
    """What the text asks for. What is no operator is searched as words; one that is misused is told and left out."""
    words: list[str] = []
    phrases: list[str] = []
    unwanted: list[str] = []
    terms: list[tuple[Part, Term]] = []
    problems: list[str] = []
    for part in parts_of(storable(text)):
        if part.name and plain(part.name) in by_name():
            try:
                terms.append((part, _term(part, asker)))
            except BadValue as error:
                problems.append(str(error))
            continue
        if part.name and part.text:
            problems.append(_("“%(name)s:” is nothing to narrow by; it is searched as words.") % {"name": part.name})
        looked_for = f"{part.name} {part.text}".strip() if part.name else part.text
        if not part.name and not part.text.strip("-"):
            continue
        (unwanted if part.is_minus else phrases if part.is_quoted else words).append(looked_for)
    return SearchQuery(
        words=words,
        phrases=phrases,
        unwanted=unwanted,
        conditions=[~term.wanted if part.is_minus else term.wanted for part, term in terms],
        names_status=any(term.names_status for part, term in terms if not part.is_minus),
        problems=problems,
    )


@lru_cache(maxsize=200)
def looked_for(text: str) -> Sequence[str]:
    """The words and phrases of a search text that what was found may hold, as they were typed; asks no database."""
    parts = [part for part in parts_of(text) if not part.is_minus and plain(part.name) not in by_name()]
    return tuple(f"{part.name} {part.text}".strip() for part in parts if part.text.strip("-"))


@lru_cache(maxsize=200)
def sort_meant(text: str) -> Sort:
    """The order of what a search text finds; asks no database.

    Words: the newest first. Else what has to be done by urgency, what is solved by when it was, anything else by age.
    """
    if looked_for(text):
        return Sort.NEWEST
    operators = [(part, by_name().get(plain(part.name))) for part in parts_of(text) if not part.is_minus]
    states = [state_called(part.text) for part, operator in operators if operator and operator.read is state]
    sorts = {found.sort for found in states if found}
    return next((sort for sort in (Sort.URGENCY, Sort.SOLVED) if sort in sorts), Sort.NEWEST)


def _term(part: Part, asker: Asker) -> Term:
    if not part.text:
        raise BadValue(_("Something must follow “%(name)s:”.") % {"name": part.name})
    return by_name()[plain(part.name)].read(part.text, asker)
