"""A worker that keeps figures up to date in a process of its own: `python -m tests.kpis.worker SECONDS`."""

import os
import sys
import time
from datetime import timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  settings are read from this process's own environment

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from kpis.rollup.ticking import follow  # noqa: PLC0415

    ends_at = time.monotonic() + float(sys.argv[1])
    print("at work", flush=True)
    while time.monotonic() < ends_at:
        follow(timezone.now, longest=timedelta(seconds=1))


if __name__ == "__main__":
    main()
