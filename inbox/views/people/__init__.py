"""People: who may log in, their own settings, how they are told."""
