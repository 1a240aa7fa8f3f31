#!/usr/bin/env python
"""Django's commands; `./guichet manage …` calls this with the right environment."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import ProgrammingError
from psycopg.errors import UndefinedTable


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.exit(
            f"guichet: {str(error).splitlines()[0]}. Start Guichet once with this data, which makes its tables, or say"
            " which data you mean; beside a demo: GUICHET_DATA=var/demo ./guichet manage …"
        )


if __name__ == "__main__":
    main()
