"""Keys and signatures of our own, written as eBay writes them."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_ID = "00000000-0000-4000-8000-0000000000aa"
HASHES: dict[str, HashAlgorithm] = {"SHA1": SHA1(), "SHA256": SHA256(), "SHA512": SHA512()}


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def key_answer(key: Any, *, digest: str = "SHA1", algorithm: str = "ECDSA") -> dict[str, str]:
    """What getPublicKey answers: a PEM on one line."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = f"-----BEGIN PUBLIC KEY-----{base64.b64encode(der).decode()}-----END PUBLIC KEY-----"
    return {"key": pem, "algorithm": algorithm, "digest": digest}


def header(key: ec.EllipticCurvePrivateKey, body: bytes, *, digest: str = "SHA1", **changes: Any) -> dict[str, str]:
    """The headers of a push. changes: fields of the signature to be written otherwise; None takes one out."""
    der = key.sign(body, ec.ECDSA(HASHES[digest]))
    fields = {"alg": "ecdsa", "kid": KEY_ID, "signature": base64.b64encode(der).decode(), "digest": digest} | changes
    written = json.dumps({name: value for name, value in fields.items() if value is not None})
    return {"x-ebay-signature": base64.b64encode(written.encode()).decode()}
