"""The pictures that a mail brought along, put into its HTML when somebody wants to see them.

Pictures from elsewhere are never loaded: asking for one tells the sender when and where his mail was opened. They are
gone from the HTML before it is stored (connectors/mail/parsing/html.py).
"""

import re
from base64 import b64encode
from html import unescape
from urllib.parse import unquote

from inbox.models import Attachment, Original
from inbox.storage.attachments import SHOWN_INLINE

LARGEST_IN_ALL = 10_000_000
"""Bytes of pictures in one message; those beyond stay files beside it."""
_PLACE = re.compile(r'src="cid:([^"]{1,400})"', re.IGNORECASE)


def has_own_pictures(original: Original) -> bool:
    return bool(_PLACE.search(original.html))


def with_own_pictures(original: Original) -> str:
    """Its HTML with each picture we have in its place, as a data URL: the frame may load nothing, not even from us."""
    shown = {name: _data_url(file) for name, file in _files(original).items()}

    def put(place: re.Match[str]) -> str:
        data = shown.get(_name(place[1]))
        return f'src="{data}"' if data else place[0]

    return _PLACE.sub(put, original.html)


def _files(original: Original) -> dict[str, Attachment]:
    stored = Attachment.objects.filter(message=original.message_id, content_type__in=SHOWN_INLINE)
    found: dict[str, Attachment] = {}
    left = LARGEST_IN_ALL
    for file in stored.exclude(content_id="").exclude(file="").order_by("id"):
        left -= file.size or 0
        if left >= 0:
            found.setdefault(file.content_id.lower(), file)
    return found


def _name(place: str) -> str:
    return unquote(unescape(place)).strip().lower()


def _data_url(file: Attachment) -> str:
    with file.file.open("rb") as opened:
        return f"data:{file.content_type};base64,{b64encode(opened.read()).decode()}"
