"""HTML of mails: as plain text, and as HTML in which nothing runs and nothing is loaded from elsewhere."""

import re
from html import escape, unescape

import lxml.etree
import lxml.html
import nh3
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

LARGEST_FOR_TEXT = 200_000
LARGEST_FOR_SHOW = 300_000
DEEPEST = 1_000
MOST_CELLS = 2_000
MOST_TAGS = 12_000

_NESTING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_CLOSES_ITSELF = frozenset(
    "p li td th tr br img hr meta link input col area base wbr option dd dt thead tbody tfoot source embed".split()
)

_CONFIG = ParserConfig(css=CSS_PROFILES["strict"].copy())
_TAGS = nh3.ALLOWED_TAGS - {"map", "area"} | {"font"}
_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items() if tag in _TAGS}
_ATTRIBUTES["img"] = {"src", "alt", "width", "height"}
_ATTRIBUTES["font"] = {"color"}
_ATTRIBUTES["*"] = {"dir", "lang", "title"}
_UNSHOWN = re.compile(r"<(script|style|title)\b", re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/table|/blockquote|hr)\b[^<>]{0,2000}>", re.IGNORECASE)
LONGEST_TAG = 10_000
_HUGE_TAG = re.compile(r"<[^<>]{10000,}")
_TAG = re.compile(r"<[^<>]{0,5000}>")
_SPACES = re.compile(r"[ \t\f\v]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def text_of_html(html: str) -> str:
    """What a person reads there, line by line. Beyond LARGEST_FOR_TEXT characters it is cut off."""
    html = _without_huge_tags(html)[:LARGEST_FOR_TEXT].replace("\x00", "")
    if not html.strip():
        return ""
    if html.count("<") > MOST_TAGS or _is_too_deep(html):
        return _tidy(_roughly(html))
    try:
        tree = lxml.html.fromstring(_DECLARATION.sub("", html))
        _take_layout_tables_apart(tree)
        text = Inscriptis(tree, _CONFIG).get_text()
    except (lxml.etree.LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        text = _roughly(html)
    return _tidy(text or "") or _tidy(_roughly(html))


def sanitised(html: str) -> str:
    """The same HTML without scripts, styles, forms and anything remote; pictures only by `cid:`."""
    cut = _without_huge_tags(html)[:LARGEST_FOR_SHOW].replace("\x00", "")
    if _is_too_deep(cut):
        return as_html(_tidy(_roughly(cut)))
    return _CLEANER.clean(cut).strip()


def as_html(text: str) -> str:
    """Plain text as HTML that keeps its lines."""
    return f"<pre>{escape(text)}</pre>"


def _take_layout_tables_apart(tree: lxml.html.HtmlElement) -> None:
    """Make blocks of the cells of tables that only place things, since their lines would be mixed line by line.

    Those are tables with a cell of more than one line. A table of plain values stays a table, unless it is huge.
    """
    layout = {_table_of(cell) for block in tree.iter(*_BLOCKS) if (cell := _ancestor(block, _CELLS)) is not None}
    parts = list(tree.iter("table", *_TABLE_PARTS))
    for part in parts:
        if len(parts) > MOST_CELLS or (part if part.tag == "table" else _table_of(part)) in layout:
            part.tag = "div"


_BLOCKS = ("br", "p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "pre", "hr")
_CELLS = frozenset(("td", "th"))
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th", "caption")


def _table_of(part: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    return _ancestor(part, frozenset(("table",)))


def _ancestor(element: lxml.html.HtmlElement, tags: frozenset[str]) -> lxml.html.HtmlElement | None:
    return next((above for above in element.iterancestors() if above.tag in tags), None)


def _without_huge_tags(html: str) -> str:
    """Without tags of more than 10,000 characters: pictures written out, which are not shown, or attacks."""
    return _HUGE_TAG.sub("<span ", html) if len(html) > LONGEST_TAG else html


def _roughly(html: str) -> str:
    """Tags cut off, for HTML that is too broken or too deep to be understood; in linear time."""
    return unescape(_TAG.sub("", _BREAKS.sub("\n", _without_unshown(_without_comments(html)))))


def _without_comments(html: str) -> str:
    kept, position = [], 0
    while (start := html.find("<!--", position)) >= 0 and (stop := html.find("-->", start)) >= 0:
        kept.append(html[position:start])
        position = stop + 3
    return "".join((*kept, html[position:]))


def _without_unshown(html: str) -> str:
    kept, position, lower = [], 0, html.lower()
    while (match := _UNSHOWN.search(html, position)) and (
        stop := lower.find(f"</{match[1].lower()}", match.end())
    ) >= 0:
        kept.append(html[position : match.start()])
        position = stop
    return "".join((*kept, html[position:]))


def _is_too_deep(html: str) -> bool:
    """Whether elements are nested so deeply that sanitising takes minutes (its time grows with depth times length)."""
    if html.count("<") < DEEPEST:
        return False
    depth = 0
    for closing, name in _NESTING.findall(html):
        if name.lower() not in _CLOSES_ITSELF:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > DEEPEST:
                return True
    return False


def _tidy(text: str) -> str:
    text = text.replace("\xa0", " ").replace("\r\n", "\n")
    return _EMPTY_LINES.sub("\n\n", _SPACES.sub("", text)).strip("\n")


def _only_attached_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not value.strip().lower().startswith("cid:"):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_only_attached_pictures,
    clean_content_tags={"script", "style", "title"},
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    link_rel="noopener noreferrer nofollow",
)
