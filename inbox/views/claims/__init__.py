"""Claims: the list of them, and those beside a conversation."""
