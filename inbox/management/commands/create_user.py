"""`manage create_user EMAIL --role ROLE --password-stdin`: add a person by script."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from inbox.deadlines.office_hours import make_office_hours
from inbox.models import Role, User


class Command(BaseCommand):
    help = "Add a user. The password is read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="first and last name")
        parser.add_argument("--password-stdin", action="store_true", required=True)

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        first_name, _, last_name = options["name"].strip().partition(" ")
        _must_be_valid(lambda: validate_email(email))
        user = User(email=email, role=options["role"], first_name=first_name[:150], last_name=last_name.strip()[:150])
        if User.objects.filter(email=email).exists():
            raise CommandError(f"{email} exists already; nothing was changed.")
        password = sys.stdin.read().rstrip("\r\n")
        _must_be_valid(lambda: validate_password(password, user))
        user.set_password(password)
        try:
            with transaction.atomic():
                user.save()
                make_office_hours(timezone.now())
        except IntegrityError as error:
            raise CommandError(f"{email} exists already; nothing was changed.") from error
        self.stdout.write(f"{email} is {user.role} and can log in.")


def _must_be_valid(check: Callable[[], None]) -> None:
    """Turn what a validator raises into one sentence."""
    try:
        check()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
