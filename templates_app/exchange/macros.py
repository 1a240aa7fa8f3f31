"""What the macros of other helpdesks have in common: words, and things they do besides writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from templates_app.exchange.carried import Carried, Loss, NotCarried
from templates_app.exchange.placeholders import translated


@dataclass(frozen=True)
class Macro:
    """One macro as its helpdesk has it. actions: what else it does; files: how many it attaches.

    is_internal: its words are a note for colleagues.
    """

    name: str
    text: str
    language: str
    topic: str = ""
    actions: Sequence[str] = ()
    files: int = 0
    is_internal: bool = False
    is_active: bool = True


def carried_over(macro: Macro) -> tuple[Carried | None, list[NotCarried]]:
    """The macro as a template, and what of it could not come along; None for one without words for a buyer."""
    name = macro.name.strip()[:120]
    if macro.is_internal:
        return None, [NotCarried(name, Loss.INTERNAL, "")]
    losses = [NotCarried(name, Loss.ACTION, action) for action in dict.fromkeys(macro.actions)]
    if macro.files:
        losses.append(NotCarried(name, Loss.FILES, str(macro.files)))
    if not macro.is_active:
        losses.append(NotCarried(name, Loss.SWITCHED_OFF, ""))
    text, questions, unknown = translated(macro.text)
    if not name or not text.strip():
        return None, [NotCarried(name, Loss.LEFT_OUT, "")]
    losses += [NotCarried(name, Loss.ASKED, theirs) for theirs in unknown]
    return Carried(name, {macro.language: text}, questions, topic=macro.topic), losses


def mapping(value: Any) -> Mapping[str, Any]:
    """As it is; empty in the place of anything else that a file may hold there."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """Those of a list; none of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
