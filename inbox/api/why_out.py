"""Why a deadline is what it is, as JSON."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel

from inbox.deadlines.calendar import Step
from inbox.views.deadlines.deadline_words import step_sentence


class WhyOut(BaseModel):
    """One step. code: what kind, for programs; at, until: when; text: the step as a sentence."""

    code: str
    at: datetime
    until: datetime | None
    text: str


def why_out(steps: Iterable[Step]) -> list[WhyOut]:
    """The steps in order, told in the language asked for (Accept-Language)."""
    return [WhyOut(code=step.code, at=step.at, until=step.until, text=step_sentence(step)) for step in steps]
