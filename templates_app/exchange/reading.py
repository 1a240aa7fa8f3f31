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
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnknownFile from error
    return _only_sound(_imported(data, language))


def _imported(data: Any, language: str) -> Imported:
    if own_file.is_ours(data):
        return own_file.read(data)
    if zendesk.is_zendesk(data):
        return _of_macros("zendesk", zendesk.macros(data, language=language))
    if gorgias.is_gorgias(data):
        return _of_macros("gorgias", gorgias.macros(data, language=language))
    if freshdesk.is_freshdesk(data):
        return _of_macros("freshdesk", freshdesk.macros(data, language=language))
    raise UnknownFile


def _of_macros(source: str, macros: Sequence[Macro]) -> Imported:
    templates: list[Carried] = []
    losses: list[NotCarried] = []
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
