"""Lists of tickets: what they filter by, the views that are kept, their order and their pages."""
