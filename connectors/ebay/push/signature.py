"""eBay's signature of a push: ECDSA over P-256 of the body exactly as it came in.

The digest is the one that eBay's key answer names, SHA1 or SHA256 and no other; what the header says of it is worth
nothing. Source: fact sheet 4.3 and eBay's event-notification SDKs (2023-06), read 2026-11.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from connectors.errors import UnexpectedAnswer
from connectors.push import ForgedPush

HEADER = "x-ebay-signature"
LONGEST_HEADER = 2048
DIGESTS: Mapping[str, HashAlgorithm] = {"SHA1": SHA1(), "SHA256": SHA256()}  # noqa: S303 - eBay's own choice
_KEY_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MARKERS = re.compile(r"-----(BEGIN|END) PUBLIC KEY-----|\s")


@dataclass(frozen=True)
class Signature:
    """key_id: which key to ask eBay for, as the sender claims. der: the signature itself."""

    key_id: str
    der: bytes


@dataclass(frozen=True)
class SigningKey:
    """A public key of eBay and the digest that goes with it."""

    key: ec.EllipticCurvePublicKey
    digest: HashAlgorithm

    def check(self, body: bytes, signature: Signature) -> None:
        """Raises ForgedPush unless the signature is this key's for exactly these bytes."""
        try:
            self.key.verify(signature.der, body, ec.ECDSA(self.digest))
        except InvalidSignature as error:
            raise ForgedPush("the signature does not hold for this body") from error


def signature_from(headers: Mapping[str, str]) -> Signature:
    """Read the header. Raises ForgedPush for anything that eBay does not write."""
    header = headers.get(HEADER, "")
    if not header:
        raise ForgedPush("there is no signature")
    content = _decoded(header) if len(header) <= LONGEST_HEADER else None
    if not isinstance(content, dict):
        raise ForgedPush("the signature cannot be read")
    key_id, signature = content.get("kid"), content.get("signature")
    if not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
        raise ForgedPush("the signature names no key")
    if not isinstance(signature, str):
        raise ForgedPush("the signature is missing in its header")
    try:
        return Signature(key_id, base64.b64decode(signature, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ForgedPush("the signature is not in base64") from error


def key_from(content: Any) -> SigningKey:
    """Read an answer of getPublicKey. Raises UnexpectedAnswer for any other algorithm, curve or digest.

    content: `key` is a PEM on one line, without line ends between its markers; `algorithm`, `digest`.
    """
    if not isinstance(content, dict):
        raise UnexpectedAnswer("eBay's public key is no JSON object")
    digest = DIGESTS.get(str(content.get("digest")))
    if digest is None or content.get("algorithm") != "ECDSA":
        raise UnexpectedAnswer("eBay's public key is for another algorithm or digest than ECDSA with SHA1 or SHA256")
    try:
        key = load_der_public_key(base64.b64decode(_MARKERS.sub("", str(content.get("key"))), validate=True))
    except (binascii.Error, ValueError) as error:
        raise UnexpectedAnswer("eBay's public key cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnexpectedAnswer("eBay's public key is not on the curve P-256")
    return SigningKey(key, digest)


def _decoded(header: str) -> Any:
    try:
        return json.loads(base64.b64decode(header, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
