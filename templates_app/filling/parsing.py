"""Read a body: what cannot be filled safely is refused before anything is filled."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from liquid import BoundTemplate, Node, RenderContext
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.exceptions import LiquidError
from liquid.expression import Expression

from templates_app.filling.blank import has_mark
from templates_app.filling.broken import bad_template
from templates_app.filling.environment import ENVIRONMENT
from templates_app.filling.errors import BadTemplate
from templates_app.filling.limits import LONGEST_SOURCE


@lru_cache(maxsize=512)
def parsed(source: str) -> BoundTemplate:
    """The body, ready to be filled. Raises BadTemplate with the place."""
    if len(source) > LONGEST_SOURCE:
        raise BadTemplate(_("This text is too long."), start=LONGEST_SOURCE, end=len(source))
    if has_mark(source):
        raise BadTemplate(_("The signs ⟦ and ⟧ mark what is missing: they cannot stand in a template."))
    try:
        template = ENVIRONMENT.from_string(source)
    except (LiquidError, RecursionError) as error:
        raise bad_template(error, source) from error
    try:
        ranges = [one for one in _expressions(template) if isinstance(one, RangeLiteral)]
    except RecursionError as error:
        raise bad_template(error, source) from error
    if ranges:
        raise BadTemplate(_("Ranges such as (1..3) cannot be used here."))
    return template


def _expressions(template: BoundTemplate) -> Iterator[Expression]:
    context = RenderContext(template)
    for node in template.nodes:
        yield from _of_node(node, context)


def _of_node(node: Node, context: RenderContext) -> Iterator[Expression]:
    yield from _with_parts(node.expressions())
    for child in node.children(context, include_partials=False):
        yield from _of_node(child, context)


def _with_parts(expressions: Iterable[Expression]) -> Iterator[Expression]:
    for expression in expressions:
        yield expression
        yield from _with_parts(expression.children())
