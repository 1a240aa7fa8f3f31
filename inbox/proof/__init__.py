"""Proof of what happened to a ticket: the log sealed, checked, and put together for a dispute."""
