"""Amazon's storage behind pre-signed addresses: fetch a report, put a file. The addresses come from outside.

They are followed only to Amazon's hosts over https, or to the host that the environment names instead of Amazon's.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from connectors.collaborators import Tools
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.text import marked as _

STATUS = _("Amazon's storage answered with status %(status)s")
UPLOAD_STATUS = _("Amazon's storage answered an upload with status %(status)s")
NOT_ITS_HOST = _("Amazon names a file on “%(host)s”, which is not its own host")


HOSTS = ("amazonaws.com", "amazonaws.com.cn", "cloudfront.net", "amazon.com")
"""Reports lie on S3, and in Amazon's own example on CloudFront."""


def get(tools: Tools, url: str) -> bytes:
    """The bytes behind an address. Raises TryLater, also where the address has ended (it lives 5 minutes)."""
    _check(tools, url)
    answer = tools.http.read("GET", url)
    if answer.status != 200:
        raise TryLater(STATUS % {"status": answer.status})
    return answer.content


def put(tools: Tools, url: str, *, headers: Mapping[str, str], content: bytes) -> None:
    """Put bytes with exactly the headers that were signed. May be repeated: it makes the same file again."""
    _check(tools, url)
    answer = tools.http.read("PUT", url, headers=headers, data=content)
    if answer.status not in (200, 201, 204):
        raise TryLater(UPLOAD_STATUS % {"status": answer.status})


def _check(tools: Tools, url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnexpectedAnswer(_("Amazon names a file at an address that is none")) from error
    host = (parts.hostname or "").lower()
    named = urlsplit(tools.settings.get("AMAZON_SPAPI_URL", ""))
    if named.netloc and (parts.scheme, parts.netloc) == (named.scheme, named.netloc):
        return
    if parts.scheme != "https" or not any(host == known or host.endswith(f".{known}") for known in HOSTS):
        raise UnexpectedAnswer(NOT_ITS_HOST % {"host": host})
