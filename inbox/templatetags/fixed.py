"""What looks the same on every page for everybody who reads the language."""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.tag
def fixed(parser: Parser, token: Token) -> "FixedNode":
    """Print what stands up to `endfixed` once for each language, and remember it.

    It sees nothing of the page: whatever it names of a person, a ticket or a request is empty.
    """
    del token
    inside = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(inside)


class FixedNode(Node):
    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside
        self._printed: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self._printed:
            self._printed[language] = self.nodelist.render(context.new({}))
        return self._printed[language]
