"""Where the checkout is, and how its programs are called.

Programs are called as `python -m …`, never by their script: a script names the interpreter by a path
that is wrong once the checkout has been moved.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
MANAGE = [PYTHON, str(ROOT / "manage.py")]
EMBEDDED_URLS = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
"""Each embedded server, and the variable that names another one to use instead."""
