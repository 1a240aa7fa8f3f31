"""The one search box: what its text says, what that finds, and how it is completed."""
