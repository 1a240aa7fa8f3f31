import stat
from pathlib import Path

from cryptography.fernet import Fernet

from launcher.secret_files import ensure_secrets


def test_new_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {
        "secret_key": 0o600,
        "field_keys": 0o600,
        "vapid_key": 0o600,
    }


def test_the_field_key_is_one_that_fernet_takes(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    Fernet((tmp_path / "field_keys").read_text().strip())


def test_existing_secrets_stay_and_are_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("mine")
    (tmp_path / "secret_key").chmod(0o644)
    ensure_secrets(tmp_path)
    assert (tmp_path / "secret_key").read_text() == "mine"
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
