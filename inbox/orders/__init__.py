"""Orders, and which of them a conversation is about."""
