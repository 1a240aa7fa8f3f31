"""The endpoint's handshake: eBay asks with a code, we answer with a digest that only we and eBay can make."""

import hashlib

LONGEST_CODE = 512


def challenge_response(code: str, *, token: str, endpoint: str) -> str:
    """The lower-case SHA-256 of code, token and endpoint, in this order.

    endpoint: as registered at eBay (scheme, host, path, trailing slash), never what a request says of its host.
    """
    return hashlib.sha256(f"{code}{token}{endpoint}".encode()).hexdigest()
