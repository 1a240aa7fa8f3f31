"""Accounts: connecting one, how it is doing, what its marketplace pushes."""
