"""Secrets made on the first run: Django's key, and the keys that encrypt stored credentials."""

import base64
import os
import secrets
import tempfile
from pathlib import Path


def ensure_secrets(directory: Path) -> None:
    """Write `secret_key` and `field_keys` where they are missing; an existing file is never changed."""
    _ensure(directory / "secret_key", secrets.token_urlsafe(48))
    _ensure(directory / "field_keys", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


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
