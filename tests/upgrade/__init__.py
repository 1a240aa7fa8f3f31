"""Databases of earlier versions, with rows in them, brought up to now."""
