"""Files for a message: a destination from the Uploads API, the bytes to it, and its id into the message.

The model says nothing of how the bytes go: the destination is a pre-signed address of Amazon's storage whose signature
names headers, which is that of a PUT. The digest goes base64-encoded, as Amazon's storage wants `Content-MD5`.
Source: Uploads model 2020-11-01; the project's fact sheet, section 2. Verb, sizes and types are not verified.
"""

import base64
import hashlib
from collections.abc import Mapping

from connectors.amazon.spapi import fields
from connectors.amazon.spapi.client import SpApiClient
from connectors.amazon.spapi.rates import UPLOADS
from connectors.amazon.spapi.storage import put
from connectors.errors import UnexpectedAnswer
from connectors.outgoing import OutgoingFile
from connectors.text import marked as _

PATH = "/uploads/2020-11-01/uploadDestinations"


def upload(client: SpApiClient, file: OutgoingFile, *, resource: str, query: Mapping[str, str]) -> dict[str, str]:
    """Upload one file and return the message's entry for it. Nothing is sent to anybody yet: may be repeated.

    resource: the path of the message it is for, with its slashes. Raises Refused, TryLater or UnexpectedAnswer.
    """
    digest = base64.b64encode(hashlib.md5(file.content, usedforsecurity=False).digest()).decode()
    asked = {**query, "contentMD5": digest}
    if file.content_type:
        asked["contentType"] = file.content_type
    content = client.read(UPLOADS, "POST", f"{PATH}{resource}", params=asked)
    payload = fields.part(content, "payload")
    url, destination = fields.text(payload, "url"), fields.text(payload, "uploadDestinationId")
    if not url or not destination:
        raise UnexpectedAnswer(_("Amazon's upload destination has no url or no uploadDestinationId"))
    headers = {name: value for name, value in fields.part(payload, "headers").items() if isinstance(value, str)}
    put(client.tools, url, headers=headers, content=file.content)
    return {"uploadDestinationId": destination, "fileName": file.name}
