"""Read a file of templates, whichever it is."""

import json
from collections.abc import Sequence
from typing import Any

from templates_app.checking import check_body, is_sound
from templates_app.exchange import freshdesk, gorgias, own_file, zendesk
from templates_app.exchange.carried import Carried, Imported, Loss, NotCarried, UnknownFile
from templates_app.exchange.macros import Macro, carried_over

MOST_TEMPLATES = 2_000


def read_file(content: bytes, *, language: str) -> Imported:
    """The templates of a file and what could not be carried over. language: of words whose file names none.

    What could not be kept as a template is left out, so all that comes back can be. Raises UnknownFile.
    """
    try:
        data = _storable(json.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnknownFile from error
    return _only_sound(_imported(data, language))


def _imported(data: Any, language: str) -> Imported:
    if own_file.is_ours(data):
        return own_file.read(data)
    if zendesk.is_zendesk(data):
        macros = zendesk.macros(data, language=language)
        return _of_macros("zendesk", macros, is_part=zendesk.is_one_page_of_more(data))
    if gorgias.is_gorgias(data):
        macros = gorgias.macros(data, language=language)
        return _of_macros("gorgias", macros, is_part=gorgias.is_one_page_of_more(data))
    if freshdesk.is_freshdesk(data):
        return _of_macros("freshdesk", freshdesk.macros(data, language=language), is_part=False)
    raise UnknownFile


def _storable(data: Any) -> Any:
    """The same with texts that can be kept: without NUL characters and half surrogate pairs."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode().replace("\x00", "")
    if isinstance(data, list):
        return [_storable(one) for one in data]
    if isinstance(data, dict):
        return {_storable(name): _storable(value) for name, value in data.items()}
    return data


def _of_macros(source: str, macros: Sequence[Macro], *, is_part: bool) -> Imported:
    """is_part: whether their helpdesk has more pages of them."""
    templates: list[Carried] = []
    losses = [NotCarried("", Loss.MORE_PAGES, "")] if is_part else []
    for macro in macros:
        carried, lost = carried_over(macro)
        templates += [carried] if carried else []
        losses += lost
    return Imported(source, templates, losses)


def _only_sound(imported: Imported) -> Imported:
    """Without bodies that nobody could fill in, and without what is more than a shop can have."""
    templates: list[Carried] = []
    losses = list(imported.losses)
    for one in imported.templates:
        problem = _problem(one) if len(templates) < MOST_TEMPLATES else str(MOST_TEMPLATES)
        if problem is None:
            templates.append(one)
        else:
            losses.append(NotCarried(one.name, Loss.LEFT_OUT, problem))
    return Imported(imported.source, templates, losses)


def _problem(one: Carried) -> str | None:
    if not one.name or not any(text.strip() for text in one.bodies.values()):
        return ""
    findings = [finding for text in one.bodies.values() for finding in check_body(text, one.questions)]
    return None if is_sound(findings) else findings[0].words
