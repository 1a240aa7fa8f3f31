"""`manage create_token EMAIL`: a bearer token for the API, alone on standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbox.models import User
from inbox.models.token import create_token


class Command(BaseCommand):
    help = "Make an API token that acts as this user, and print it. It cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"There is no user {email}.")
        if not user.is_active:
            raise CommandError(f"{email} may not log in any more, so a token would not work.")
        self.stdout.write(create_token(user))
