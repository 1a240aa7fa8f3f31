"""Figures: what each one counts, what may be asked of it, and how it is answered."""
