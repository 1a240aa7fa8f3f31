"""Moments, lengths, amounts and sizes as people read them."""
