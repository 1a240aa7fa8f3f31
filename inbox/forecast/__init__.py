"""At this pace, which tickets will be late by when? The method is told in docs/deadlines.md."""
