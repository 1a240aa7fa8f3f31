"""Sizes of files as people read them: "10 MB" in English, "10 Mo" in French."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


def file_size(size: int) -> str:
    """size: in bytes. One decimal place where it says more; never more than the real size rounded up to a kilobyte."""
    if size < MEGABYTE:
        return _("%(n)s kB") % {"n": max(1, round(size / KILOBYTE))}
    megabytes = round(size / MEGABYTE, 1)
    return _("%(n)s MB") % {"n": number_format(megabytes, decimal_pos=0 if megabytes.is_integer() else 1)}
