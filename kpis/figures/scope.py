"""Which people a question is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inbox.models import User
from kpis.figures.question import Question

_NOBODY = 0


def asked_people(question: Question) -> Question:
    """The same question with its teams as the people who are in them today; with agents too, those in both."""
    if not question.teams:
        return question
    members = set(User.objects.filter(team__in=question.teams).values_list("pk", flat=True))
    agents = members & {*question.agents} if question.agents else members
    return replace(question, teams=(), agents=tuple(sorted(agents)) or (_NOBODY,))


def teams_of() -> Mapping[str, Sequence[str]]:
    """By a person's id as a label, the team that he is in today."""
    rows = User.objects.exclude(team="").values_list("pk", "team")
    return {str(pk): [team] for pk, team in rows}
