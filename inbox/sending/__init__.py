"""Replies and openings on their way out: the outbox, its worker, and what settles the unsure."""
