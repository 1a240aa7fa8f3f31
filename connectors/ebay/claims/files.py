"""Pictures and labels shown inside a return: fetched once each, since a page of eBay's shows them to nobody else.

A stored payload of kind "claim_file" is what is stored with a note, with `file`: {id, name, who, at} instead, and the
file's bytes. Source: eBay, Post-Order 2.7.8, "Get Return Files" and ReturnFileType, read 2026-11.
"""

import base64
import binascii
from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from connectors.ebay.claims.facts import Facts, about
from connectors.ebay.claims.kinds import RETURN
from connectors.ebay.claims.post_order import PostOrder
from connectors.ebay.claims.read import FILE
from connectors.ebay.claims.states import ENDED, state_of
from connectors.ebay.values import moment, objects, part, words
from connectors.files import LARGEST_FILE
from connectors.incoming import RawPayload

Known = Callable[[str, Collection[str]], AbstractSet[str]]


def shown_in_return(post: PostOrder, whole: Mapping[str, Any], *, known: Known) -> list[RawPayload]:
    """Files of an open return that are not stored yet. whole: the claim with its detail."""
    facts = Facts(whole)
    if facts.kind != RETURN or state_of(facts) in ENDED:
        return []
    listed = {_key(facts, file) for file in objects(part(facts.detail, "detail"), "files") if words(file.get("fileId"))}
    if not listed or listed <= known(FILE, list(listed)):
        return []
    stored, bare = known(FILE, list(listed)), about(whole, facts)
    return [
        RawPayload(FILE, key, {**bare, "file": _facts_of(file, facts)}, version="1", blob=_bytes(file))
        for file in post.files(facts.id)
        if words(file.get("fileId")) and (key := _key(facts, file)) not in stored
    ]


def _key(facts: Facts, file: Mapping[str, Any]) -> str:
    return f"{facts.kind}-{facts.id}-file-{words(file.get('fileId'))}"


def _facts_of(file: Mapping[str, Any], facts: Facts) -> dict[str, str]:
    file_id, kind = words(file.get("fileId")), words(file.get("fileFormat")).lower()
    at = moment(file.get("creationDate")) or facts.changed_at or facts.opened_at or facts.seen_at
    return {
        "id": file_id,
        "name": words(file.get("fileName")) or (f"{file_id}.{kind}" if kind not in ("", "unknown") else file_id),
        "who": words(file.get("submitter")),
        "at": at.isoformat() if at else "",
    }


def _bytes(file: Mapping[str, Any]) -> bytes:
    """Empty if there are none, or too many."""
    try:
        content = base64.b64decode(words(file.get("fileData")) or words(file.get("resizedFileData")))
    except (binascii.Error, ValueError):
        return b""
    return content if len(content) <= LARGEST_FILE else b""
