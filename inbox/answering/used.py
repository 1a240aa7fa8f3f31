"""That a reply was made from a template: which, in which language, and whether it was changed before it was sent."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from inbox.models import Message
from templates_app.models import TemplateVersion

_WRITTEN: Final = re.compile(r"(\d{1,18}):([a-z]{2}):([0-9a-f]{16})")


@dataclass(frozen=True)
class UsedTemplate:
    """version: id of a TemplateVersion. digest: of the text as it was filled in (digest_of)."""

    version: int
    language: str
    digest: str

    def __str__(self) -> str:
        """As pages and drafts carry it."""
        return f"{self.version}:{self.language}:{self.digest}"

    @classmethod
    def read(cls, written: str) -> "UsedTemplate | None":
        """What str() wrote; None for anything else."""
        found = _WRITTEN.fullmatch(written)
        return cls(int(found[1]), found[2], found[3]) if found else None


def digest_of(text: str) -> str:
    """Of the words of a text, whatever its lines and spaces."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def columns_of(used: UsedTemplate | None, body: str) -> dict[str, Any]:
    """What a message of this text keeps of the template; {} if it was made from none that is there."""
    if used is None or not TemplateVersion.objects.filter(pk=used.version).exists():
        return {}
    return {
        "template_version_id": used.version,
        "template_language": used.language,
        "template_edited": digest_of(body) != used.digest,
    }


def used_by(message: Message) -> UsedTemplate | None:
    """From what a reply was made, for the same text sent again; None if it was written by hand."""
    if message.template_version_id is None:
        return None
    digest = "0" * 16 if message.template_edited else digest_of(message.body_text)
    return UsedTemplate(message.template_version_id, message.template_language, digest)
