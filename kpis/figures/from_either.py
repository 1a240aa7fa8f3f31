"""Tallies from the rollup where it has them, else from the log; which of the two is decided here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from kpis.figures.figure import Figure
from kpis.figures.from_log import tallies_from_log
from kpis.figures.from_rollup import (
    asked_look,
    can_answer,
    dimension_of,
    open_from_rollup,
    rolled_days,
    tallies_from_rollup,
)
from kpis.figures.known import Known
from kpis.figures.question import DAY, Question
from kpis.figures.tally import Tallies, Tally

_MOST_TOGETHER = 4
"""Dimensions that the rollup may keep together if somebody asks for them."""


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


TIMES: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": _monday,
    "month": lambda day: day.replace(day=1),
}


def tallies(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    """by: as in from_log.py, or team."""
    question = known.asked_people(question)
    if figure.ratio and not ({*question.filters(), by} <= _OF_ORDERS):
        return _on_all_orders(figure, question, by, known)
    return _found(figure, question, by, known)


_OF_ORDERS = {"all", "part", *TIMES, "account", "marketplace", "channel"}
"""What is known of an order."""


def _on_all_orders(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    """A ratio that is narrowed, or grouped, by what orders do not have: what is counted so, on all of the orders."""
    counted, counted_on = figure.ratio or ("", "")
    found = {key: tally for key, tally in _found(figure, question, by, known).items() if key.part == counted}
    unnarrowed = replace(question, agents=(), languages=(), topics=(), levels=(), kinds=())
    orders = _found(figure, unnarrowed, by if by in _OF_ORDERS else "all", known)
    for key, tally in orders.items():
        labels = [key.label] if by in _OF_ORDERS else list(dict.fromkeys(one.label for one in found))
        if key.part == counted_on:
            found |= {replace(key, label=label): tally for label in labels}
    return found


def _found(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    if by == "team":
        return _by_team(_found(figure, question, "agent", known), known)
    days = rolled_days(question, known.now)
    if not days or not known.accounts_of(question):
        return {}
    rolled_up = is_rolled(figure, question, by, known)
    if figure.at_end:
        if rolled_up:
            return open_from_rollup(figure, question, by, last=days[-1], known=known)
        return _from_log(figure, replace(question, since=days[-1], until=days[-1] + DAY), by, known)
    if rolled_up:
        return tallies_from_rollup(figure, question, by, known=known)
    return _from_log(figure, question, by, known)


def _by_team(people: Tallies, known: Known) -> Tallies:
    """What people come to, together with those who are in the same team today."""
    found: Tallies = {}
    for key, tally in people.items():
        team = known.teams_of_people.get(key.label, "")
        found.setdefault(replace(key, label=team), Tally()).add(tally)
    return found


def is_rolled(figure: Figure, question: Question, by: str, known: Known) -> bool:
    """Whether the rollup answers. What it could keep, and does not yet, is asked for herewith."""
    look = asked_look(question, by)
    if look not in figure.looks and len(look) <= _MOST_TOGETHER and known.is_in_rollup(figure, zone=question.zone):
        known.asked.add((figure.slug, dimension_of(look)))
    return can_answer(figure, question, by, known=known)


def _from_log(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    asked = figure.slug, dimension_of(asked_look(question, by))
    if asked in known.asked and known.is_log_long:
        known.missing.add(asked)
        return {}
    return tallies_from_log(figure, question, by, accounts=known.accounts_of(question), now=known.now)


def by_time(figure: Figure, question: Question, group_by: str, known: Known) -> dict[str, Tallies]:
    """All steps of the period that have begun, by their first day, also those without a case."""
    days = rolled_days(question, known.now)
    its_last = _last_days(days[0], len(days), group_by) if days else {}
    if figure.at_end:
        return _open_by_time(figure, known.asked_people(question), group_by, its_last, known)
    return _by_label(tallies(figure, question, group_by, known), its_last)


@lru_cache(maxsize=64)
def _last_days(since: date, days: int, group_by: str) -> Mapping[str, str]:
    """Of so many days from that one on, by the first day of each step, its last one; a page asks often for the same."""
    start_of = TIMES[group_by]
    found = (since + timedelta(days=number) for number in range(days))
    return {start_of(day).isoformat(): day.isoformat() for day in found}


def _open_by_time(
    figure: Figure, question: Question, group_by: str, its_last: Mapping[str, str], known: Known
) -> dict[str, Tallies]:
    """What is open at the end of each step. its_last: by the first day of a step, its last."""
    if not is_rolled(figure, question, group_by, known):
        by_day = _by_label(_from_log(figure, question, "day", known), its_last.values())
        return {start: by_day[last] for start, last in its_last.items()}
    days = rolled_days(question, known.now)
    changes = _by_label(tallies_from_rollup(figure, question, group_by, known=known), its_last)
    still = open_from_rollup(figure, question, "all", last=days[0] - DAY, known=known) if days else {}
    grouped: dict[str, Tallies] = {}
    for start, joined in changes.items():
        still = {key: Tally.of(it[key] for it in (still, joined) if key in it) for key in {**still, **joined}}
        grouped[start] = {key: tally for key, tally in still.items() if tally.cases}
    return grouped


def _by_label(found: Tallies, labels: Iterable[str]) -> dict[str, Tallies]:
    """Of each of these, in their order; of others nothing."""
    grouped: dict[str, Tallies] = {label: {} for label in labels}
    for key, tally in found.items():
        if key.label in grouped:
            grouped[key.label][replace(key, label="")] = tally
    return grouped
