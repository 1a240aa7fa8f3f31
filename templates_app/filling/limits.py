"""What a body may cost at most; the property tests hold the renderer to it."""

LONGEST_SOURCE = 10_000
"""Characters of a body."""
MOST_OUTPUT = 40_000
"""Bytes that one filling may print."""
MOST_ITERATIONS = 100
"""Rounds of all loops inside each other."""
MOST_SECONDS = 0.5
"""Of one filling, of this thread on a processor: it waits for nothing, so that a busy machine makes none too long."""
