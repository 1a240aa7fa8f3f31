"""Rules that most shops want, to be added switched off and then made one's own. bodies/ has what they say to buyers."""
