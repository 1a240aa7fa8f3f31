"""Where the demo keeps things below its data directory."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """data: the directory given to --data."""

    data: Path

    @property
    def folder(self) -> Path:
        return self.data / "demo"

    @property
    def ports(self) -> Path:
        return self.folder / "ports.json"

    @property
    def environment(self) -> Path:
        return self.folder / "environment.json"

    @property
    def accounts(self) -> Path:
        return self.folder / "accounts.json"

    @property
    def ratings(self) -> Path:
        return self.folder / "ratings.csv"

    @property
    def memory(self) -> Path:
        return self.folder / "player.sqlite3"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def ready(self) -> Path:
        return self.data / "run" / "demo.ready"

    def simulator(self, slug: str) -> Path:
        return self.folder / f"{slug}.state"


def write_privately(path: Path, text: str) -> None:
    """Replace the file in one go, readable by its owner only from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
