"""Secrets made on the first run: Django's key, the keys that encrypt stored credentials, and the key of web push."""

import base64
import os
import secrets
import tempfile
from pathlib import Path

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""FIPS 186-5, curve P-256."""


def ensure_secrets(directory: Path) -> None:
    """Write `secret_key`, `field_keys` and `vapid_key` where they are missing; an existing file is never changed."""
    _ensure(directory / "secret_key", secrets.token_urlsafe(48))
    _ensure(directory / "field_keys", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    _ensure(directory / "vapid_key", base64.urlsafe_b64encode(_number_on_p256()).decode().rstrip("="))


def _number_on_p256() -> bytes:
    """A private key of the curve P-256: any number from 1 to below its order."""
    return (secrets.randbelow(P256_ORDER - 1) + 1).to_bytes(32, "big")


def _ensure(path: Path, value: str) -> None:
    if path.exists():
        path.chmod(0o600)
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600 from the start
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)  # whole or not at all, and the first of two starters wins
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
