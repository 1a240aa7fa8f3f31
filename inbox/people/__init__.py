"""Who works here: what each may do, how each sees the pages, how each comes in."""
