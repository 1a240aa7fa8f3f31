"""What became of the actions of a rule that fitted."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy, gettext_noop

from inbox.errors import OneOfMany
from inbox.rules.reasons import Reason, words_of


class OutcomeState(models.TextChoices):
    DONE = "done", gettext_lazy("done")
    LEFT = "left", gettext_lazy("not needed")
    FAILED = "failed", gettext_lazy("failed")
    STOPPED = "stopped", gettext_lazy("stopped: rules set each other off")


class LeftAlone(OneOfMany):
    """There is a good reason not to act: it is no failure."""


def so_already() -> LeftAlone:
    """The ticket is as the action wants it."""
    return LeftAlone(gettext_noop("it is so already"))


@dataclass(frozen=True)
class Outcome:
    """Of one action. reason: where it was not done."""

    do: str
    state: OutcomeState
    reason: Reason = ""

    @property
    def why(self) -> str:
        """For a reader, in the active language; the state where nothing more is known."""
        return words_of(self.reason) or str(self.state.label)

    def as_json(self) -> dict[str, Any]:
        return {"do": self.do, "state": self.state.value, "why": self.reason}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Outcome":
        return cls(kept["do"], OutcomeState(kept["state"]), kept["why"])
