"""Asking buyers, some time after their ticket was solved, whether they are content, and their answers."""
