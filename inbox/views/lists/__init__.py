"""Lists of tickets: the queue, saved views, what narrows them, work on many tickets."""
