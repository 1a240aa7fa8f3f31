"""`manage demo_setup`: the people and accounts of the demo. Running it again changes nothing."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from connectors import accounts
from connectors.models import Account
from inbox import push_upkeep
from inbox.models import Role, User

PASSWORD = "one-counter-for-all"  # noqa: S105 - of the demo only, which listens on this machine alone
PEOPLE = (
    ("camille@guichet.test", "Camille", "Roy", Role.OWNER),
    ("sacha@guichet.test", "Sacha", "Lemoine", Role.LEAD),
    ("ines@guichet.test", "Inès", "Fabre", Role.AGENT),
    ("tom@guichet.test", "Tom", "Weber", Role.AGENT),
)


class Command(BaseCommand):
    help = "Make the demo's people and connect its simulated accounts. Refused outside the demo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("This is not the demo (GUICHET_DEMO is not set): nothing was changed.")
        wanted = _wanted_accounts()
        for email, first_name, last_name, role in PEOPLE:
            _ensure_person(email, first_name=first_name, last_name=last_name, role=role)
        for account in wanted:
            _ensure_account(account)
        for known in Account.objects.all():
            if push_upkeep.can_push(known):
                push_upkeep.switch_on(known, now=timezone.now())
        self.stdout.write("Log in with any of these, password " + PASSWORD)
        for email, first_name, last_name, role in PEOPLE:
            self.stdout.write(f"  {role:<6} {email:<22} {first_name} {last_name}")


def _wanted_accounts() -> list[dict[str, Any]]:
    path = settings.DATA_DIR / "demo" / "accounts.json"
    try:
        wanted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"Cannot read {path}: {type(error).__name__}.") from error
    if not isinstance(wanted, list) or not all(
        isinstance(account, dict) and {"marketplace", "name", "credentials"} <= account.keys() for account in wanted
    ):
        raise CommandError(f"{path} is not a list of objects with marketplace, name and credentials.")
    return wanted


def _ensure_person(email: str, *, first_name: str, last_name: str, role: Role) -> None:
    """Add the person; of one who is there, only a forgotten password is put back, so that the log-ins shown work."""
    user = User.objects.filter(email=email).first()
    if user is None:
        User.objects.create_user(email, PASSWORD, role=role, first_name=first_name, last_name=last_name)
    elif not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


def _ensure_account(wanted: dict[str, Any]) -> None:
    """Connect it, or only wake it if it has these credentials already."""
    known = Account.objects.filter(marketplace=wanted["marketplace"], name=wanted["name"]).first()
    now = timezone.now()
    if known and known.credentials == wanted["credentials"]:
        accounts.pull_now(known, now=now)
        return
    try:
        accounts.connect(wanted["marketplace"], name=wanted["name"], credentials=wanted["credentials"], now=now)
    except KeyError as error:
        raise CommandError(f"There is no marketplace {wanted['marketplace']}.") from error
    except accounts.BadCredentials as error:
        raise CommandError(f"{wanted['name']}: {error}") from error
