"""Where the browser of the journeys is; None if there is none."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

in_reach = pytest.mark.browser_context_args(service_workers="block")
"""For tests that hold or lose a request: one that passes through the service worker is out of their reach."""
