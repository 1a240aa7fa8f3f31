"""The command palette: what can be gone to or done by its name."""
