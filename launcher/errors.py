class CannotStart(Exception):  # noqa: N818  named for what it means
    """Something is missing or in the way; the message is one sentence that names the remedy."""
