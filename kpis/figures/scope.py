"""Which people a question is about."""

from collections.abc import Iterable
from dataclasses import replace

from inbox.models import User
from kpis.figures.question import NOBODY, Question

_NO_ID = 0


def asked_people(question: Question) -> Question:
    """The same question with its teams as the people who are in them today; with agents too, those in both."""
    if not question.teams:
        return question
    return of_members(question, User.objects.filter(team__in=question.teams).values_list("pk", flat=True))


def of_members(question: Question, members: Iterable[int]) -> Question:
    """The same, given who is in the teams that are asked about."""
    found = {*members, *([NOBODY] if "" in question.teams else [])}
    agents = found & {*question.agents} if question.agents else found
    return replace(question, teams=(), agents=tuple(sorted(agents)) or (_NO_ID,))
