"""Forgetting a person, and handing out what is known of one.

What is his (person.py) is blanked in one transaction under the account's lock (erase.py, blanking.py); his files go
after it (doomed_files.py), and tombstones keep him away. Rows are emptied, not deleted, wherever something counts
them, so that figures stay. docs/decisions.md says what stays and why.
"""

from inbox.erasure.erase import erase_buyer
from inbox.erasure.export import export_buyer
from inbox.erasure.forget import forget_person

__all__ = ["erase_buyer", "export_buyer", "forget_person"]
