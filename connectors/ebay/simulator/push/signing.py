"""The simulated eBay's own signing key, new at each start."""

import base64
import json
import uuid

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DIGESTS = {"SHA1": SHA1(), "SHA256": SHA256()}  # noqa: S303 - as the real one signs


class Signer:
    """digest: SHA1 as in live traffic, or SHA256 as on one slide of eBay."""

    def __init__(self, digest: str = "SHA1") -> None:
        self.digest = digest
        self.key_id = str(uuid.uuid4())
        self.key = ec.generate_private_key(ec.SECP256R1())

    def header(self, body: bytes) -> str:
        """The value of X-EBAY-SIGNATURE for these bytes."""
        signature = self.key.sign(body, ec.ECDSA(DIGESTS[self.digest]))
        fields = {
            "alg": "ecdsa",
            "kid": self.key_id,
            "signature": base64.b64encode(signature).decode(),
            "digest": self.digest,
        }
        return base64.b64encode(json.dumps(fields, separators=(",", ":")).encode()).decode()

    def answer(self) -> dict[str, str]:
        """What getPublicKey says: a PEM on one line."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pem = f"-----BEGIN PUBLIC KEY-----{base64.b64encode(der).decode()}-----END PUBLIC KEY-----"
        return {"key": pem, "algorithm": "ECDSA", "digest": self.digest}
