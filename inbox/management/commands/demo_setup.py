"""`manage demo_setup`: the people and accounts of the demo. Running it again changes nothing."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext

from connectors import accounts
from connectors.models import Account
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.office_hours import OFFICE_HOURS, make_office_hours
from inbox.deadlines.policy_changes import PolicyDraft, keep
from inbox.deadlines.targets import Targets
from inbox.management.demo_faq import make_faq
from inbox.models import CalendarVersion, Clock, Role, User
from inbox.push import upkeep
from inbox.ratings.forms import TRUSTPILOT
from inbox.ratings.importing import keep_ratings
from inbox.ratings.reading import columns_in, ratings_in, table_in
from inbox.surveys.choices import choose
from inbox.surveys.ways import AskingWay, way_of

PASSWORD = "one-counter-for-all"  # noqa: S105 - of the demo only, which listens on this machine alone
WORKING_TIME = timedelta(hours=10)
PEOPLE = (
    ("camille@guichet.test", "Camille", "Roy", Role.OWNER),
    ("sacha@guichet.test", "Sacha", "Lemoine", Role.LEAD),
    ("ines@guichet.test", "Inès", "Fabre", Role.AGENT),
    ("tom@guichet.test", "Tom", "Weber", Role.AGENT),
    ("lina@guichet.test", "Lina", "Moreau", Role.OUTSIDE),
)


class Command(BaseCommand):
    help = "Make the demo's people and connect its simulated accounts. Refused outside the demo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("This is not the demo (GUICHET_DEMO is not set): nothing was changed.")
        wanted = _wanted_accounts()
        for email, first_name, last_name, role in PEOPLE:
            _ensure_person(email, first_name=first_name, last_name=last_name, role=role)
        make_office_hours(timezone.now())
        _set_own_clock(by=User.objects.get(email=PEOPLE[0][0]))
        for account in wanted:
            _ensure_account(account)
        _give_shop_to_outside_agents()
        make_faq(by=User.objects.get(email=PEOPLE[0][0]), now=timezone.now())
        for known in Account.objects.all():
            if upkeep.can_push(known):
                upkeep.switch_on(known, now=timezone.now())
        _ask_buyers()
        _import_ratings()
        self.stdout.write("Log in with any of these, password " + PASSWORD)
        for email, first_name, last_name, role in PEOPLE:
            self.stdout.write(f"  {role:<7} {email:<22} {first_name} {last_name}")


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


def _give_shop_to_outside_agents() -> None:
    """The first account, in French; of who has shops already nothing is changed."""
    first = Account.objects.order_by("id").first()
    for person in User.objects.filter(role=Role.OUTSIDE, shops=None):
        person.speaks = ["fr"]
        person.save(update_fields=["speaks"])
        person.shops.set([first] if first else [])


def _set_own_clock(*, by: User) -> None:
    """A deadline of the shop's own in its office hours, from the first message on; later than any marketplace's."""
    if Account.objects.exists():
        return
    calendar = CalendarVersion.objects.current().filter(spec=OFFICE_HOURS.as_spec()).first()
    with translation.override(settings.LANGUAGE_CODE):
        name = gettext("Level 1: answered within ten working hours")
    draft = PolicyDraft(
        policy=None,
        clock=Clock.COMPANY,
        name=name,
        active=True,
        conditions=Conditions(levels=frozenset({1})),
        targets=Targets(first=WORKING_TIME, next=WORKING_TIME),
        calendar=calendar.calendar if calendar else None,
    )
    keep(draft, by=by, now=timezone.now())


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


def _ask_buyers() -> None:
    """As soon as a ticket is solved, so that somebody who tries it sees an answer within minutes."""
    for account in Account.objects.filter(survey_choice=None):
        if way_of(account) in (AskingWay.LINK, AskingWay.REVIEW):
            choose(account, is_on=True, days=0, now=timezone.now())


def _import_ratings() -> None:
    """What the buyers of the backlog said elsewhere; their tickets are found as they come in."""
    path = settings.DATA_DIR / "demo" / "ratings.csv"
    if path.exists():
        table = table_in(path.read_bytes())
        columns = columns_in(table, TRUSTPILOT)
        read = ratings_in(table, columns, form=TRUSTPILOT, zone=ZoneInfo(settings.SHOP_ZONE), now=timezone.now())
        keep_ratings(read.ratings, source=TRUSTPILOT.slug, now=timezone.now())
