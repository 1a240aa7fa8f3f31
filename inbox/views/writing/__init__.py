"""Writing: the composer, drafts, files, and what became of a reply."""
