"""Work on many tickets at once: choose, look what would happen, let it run in the background, take it back."""
