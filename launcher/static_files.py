"""Whether the static files have to be collected again."""

import hashlib
from pathlib import Path

from launcher.datadir import DataDirectory
from launcher.project import ROOT


def are_collected(data: DataDirectory) -> bool:
    stamp = _stamp(data)
    return stamp.exists() and stamp.read_text() == _fingerprint() and (data.static / "staticfiles.json").exists()


def note_collected(data: DataDirectory) -> None:
    _stamp(data).write_text(_fingerprint())


def _stamp(data: DataDirectory) -> Path:
    return data.run / "static.stamp"


def _fingerprint() -> str:
    """Changes with every static file of ours, with the packages, and with the settings."""
    sources = [ROOT / "requirements.txt", ROOT / "config" / "settings.py"]
    sources += sorted(path for path in ROOT.glob("*/static/**/*") if path.is_file())
    digest = hashlib.sha256()
    for path in sources:
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
