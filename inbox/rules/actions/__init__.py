"""What rules can do: one class for each action, found by name in registry.py."""
