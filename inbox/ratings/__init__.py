"""Ratings that buyers gave elsewhere, out of a CSV file."""
