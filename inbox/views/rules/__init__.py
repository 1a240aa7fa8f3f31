"""Pages of rules and webhooks."""
