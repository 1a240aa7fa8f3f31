"""The rollup: additive parts of every figure by day and month, kept equal to the log."""
