"""Rules: what happens, of which tickets, and what is done then (docs/rules.md)."""
