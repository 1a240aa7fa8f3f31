"""The simulated Uploads API and the storage behind it."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.amazon.simulator.spapi_refusals import invalid
from connectors.simulation_server import Reply, Request, json_reply

PATH = "/uploads/2020-11-01/uploadDestinations"
STORAGE = "/upload-destinations/"


@dataclass
class Destination:
    """A place for one file. resource: the path of the message it is for."""

    resource: str
    digest: str
    content: bytes | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """What was signed, and must come with the bytes exactly like this."""
        return {"Content-MD5": self.digest, "x-amz-server-side-encryption": "aws:kms"}


class UploadDesk:
    """Destinations that were made, by id."""

    def __init__(self) -> None:
        self.destinations: dict[str, Destination] = {}

    def create(self, request: Request, *, url: str) -> Reply:
        resource, query = request.path.removeprefix(PATH), request.query
        if "," in query.get("marketplaceIds", ",") or not resource.startswith("/messaging/v1/orders/"):
            raise invalid("Missing or invalid request parameter")
        try:
            digest = base64.b64decode(query.get("contentMD5", ""), validate=True)
        except ValueError as error:
            raise invalid("contentMD5 is not valid") from error
        if len(digest) != 16:
            raise invalid("contentMD5 is not valid")
        name = secrets.token_hex(16)
        destination = self.destinations[name] = Destination(resource, query["contentMD5"])
        address = f"{url}{STORAGE}{name}?X-Amz-Expires=900&X-Amz-Signature=simulated"
        payload = {"uploadDestinationId": name, "url": address, "headers": dict(destination.headers)}
        return json_reply(201, {"payload": payload})

    def put(self, request: Request) -> Reply:
        """The bytes, at the pre-signed address."""
        destination = self.destinations.get(request.path.removeprefix(STORAGE))
        if destination is None or request.method != "PUT":
            return _storage_error(403, "AccessDenied")
        if any(request.headers.get(name.lower()) != value for name, value in destination.headers.items()):
            return _storage_error(403, "SignatureDoesNotMatch")
        digest = hashlib.md5(request.body, usedforsecurity=False).digest()
        if base64.b64encode(digest).decode() != destination.digest:
            return _storage_error(400, "BadDigest")
        destination.content = request.body
        return Reply(200)

    def has_file(self, name: str, resource: str) -> bool:
        destination = self.destinations.get(name)
        return destination is not None and destination.resource == resource and destination.content is not None


def _storage_error(status: int, code: str) -> Reply:
    return Reply(status, f"<Error><Code>{code}</Code></Error>".encode(), content_type="application/xml")
