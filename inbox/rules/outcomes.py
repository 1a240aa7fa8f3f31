"""What became of the actions of a rule that fitted."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.errors import InboxError


class OutcomeState(models.TextChoices):
    DONE = "done", gettext_lazy("done")
    LEFT = "left", gettext_lazy("not needed")
    FAILED = "failed", gettext_lazy("failed")
    STOPPED = "stopped", gettext_lazy("stopped: rules set each other off")


class LeftAlone(InboxError):
    """There is a good reason not to act: it is no failure. why: for a reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class SoAlready(LeftAlone):
    def __init__(self) -> None:
        super().__init__(_("it is so already"))


@dataclass(frozen=True)
class Outcome:
    """Of one action. why: for a reader, where it was not done."""

    do: str
    state: OutcomeState
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"do": self.do, "state": self.state.value, "why": self.why[:300]}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Outcome":
        return cls(kept["do"], OutcomeState(kept["state"]), kept["why"])
