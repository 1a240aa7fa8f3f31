"""Deadlines: policies, calendars, holiday mode, why, proof and forecast."""
