"""One ticket: its conversation, what stands beside it, and what is done with it besides writing."""
