"""Which people a question is about."""

from dataclasses import replace

from kpis.figures.known import Known
from kpis.figures.question import Question

_NOBODY = 0


def asked_people(question: Question, known: Known) -> Question:
    """The same question with its teams as the people who are in them today; with agents too, those in both."""
    if not question.teams:
        return question
    members = {int(pk) for pk, team in known.teams_of_people.items() if team in question.teams}
    agents = members & {*question.agents} if question.agents else members
    return replace(question, teams=(), agents=tuple(sorted(agents)) or (_NOBODY,))
