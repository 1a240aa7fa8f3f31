"""How a call proves that it is ours: HMAC-SHA256 with the webhook's secret over the moment and the bytes sent."""

import hashlib
import hmac

HEADER = "Guichet-Signature"


def signature(secret: str, body: bytes, *, at: int) -> str:
    """The header's value: t=<unix seconds>,v1=<hex>. Receivers compute the same, and refuse an old moment."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
