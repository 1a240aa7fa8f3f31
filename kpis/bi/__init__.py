"""Read-only SQL views for programs that draw charts (docs/figures.md)."""
