"""The language of templates: a small part of Liquid, over plain dicts only.

Left out is what reads more than the dict (`now`, `include`), what can grow without end (`assign`, `capture`, ranges,
`replace`, `join`), and everything nobody needs to write a letter. Source of what Liquid's parts do: python-liquid
2.3.6, read 2026-11.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Final

from liquid import BoundTemplate, Environment, Mode, RenderContext, Token
from liquid.builtin import content, illegal, output
from liquid.builtin.filters import math, misc, string
from liquid.builtin.tags import case_tag, comment_tag, for_tag, if_tag, unless_tag
from liquid.utils import ReadOnlyChainMap

from templates_app.filling.blank import Blank
from templates_app.filling.errors import TookTooLong
from templates_app.filling.limits import MOST_ITERATIONS, MOST_OUTPUT, MOST_SECONDS
from templates_app.placeholders import fallback_of

TAGS: Final = (
    *(content.Literal, output.Output, illegal.Illegal, if_tag.IfTag, unless_tag.UnlessTag, case_tag.CaseTag),
    *(for_tag.ForTag, for_tag.BreakTag, for_tag.ContinueTag, comment_tag.CommentTag),
)
FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "default": misc.default,
    "size": misc.size,
    "upcase": string.upcase,
    "downcase": string.downcase,
    "capitalize": string.capitalize,
    "strip": string.strip,
    "truncate": string.truncate,
    "append": string.append,
    "prepend": string.prepend,
    "plus": math.plus,
    "minus": math.minus,
}
_NOT_THERE: Final = object()
Clock = Callable[[], float]


class ReplyContext(RenderContext):
    """What a body may read while it is filled: its facts. language, clock: set by Filling before the first read."""

    __slots__ = ("clock", "language", "until")

    def __init__(self, template: BoundTemplate, **options: Any) -> None:
        super().__init__(template, **options)
        self.scope = ReadOnlyChainMap(self.locals, self.globals)
        self.begin("en", time.thread_time)

    def begin(self, language: str, clock: Clock) -> None:
        self.language, self.clock, self.until = language, clock, clock() + MOST_SECONDS

    def check_time(self) -> None:
        """Raises TookTooLong."""
        if self.clock() > self.until:
            raise TookTooLong

    def get(self, path: list[object], *, token: Token | None, default: object = _NOT_THERE) -> object:
        del default
        self.check_time()
        found = super().get(path, token=token, default=_NOT_THERE)
        if found is not _NOT_THERE:
            return found
        name = ".".join(str(part) for part in path)
        return Blank(name, fallback_of(name, self.language))

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        self.check_time()
        apply = super().filter(name, token)
        return apply if name == "default" else partial(_unless_blank, apply)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.check_time()
        super().raise_for_loop_limit(length)


def _unless_blank(apply: Callable[..., object], *given: object) -> object:
    """What is missing stays missing, whatever is done to it; what has a fallback is the fallback."""
    known = [str(one) if isinstance(one, Blank) and one.fallback is not None else one for one in given]
    missing = next((one for one in known if isinstance(one, Blank)), None)
    return apply(*known) if missing is None else missing


class ReplyTemplateText(BoundTemplate):
    context_class = ReplyContext


class ReplyEnvironment(Environment):
    """Reads bodies. One for all languages: the language is the context's."""

    loop_iteration_limit = MOST_ITERATIONS
    output_stream_limit = MOST_OUTPUT
    local_namespace_limit: ClassVar[int | None] = MOST_OUTPUT
    template_class = ReplyTemplateText

    def __init__(self) -> None:
        super().__init__(tolerance=Mode.STRICT, strict_filters=True)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        del extra
        for tag in TAGS:
            self.add_tag(tag)
        self.filters.update(FILTERS)


ENVIRONMENT: Final = ReplyEnvironment()
