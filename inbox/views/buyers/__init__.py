"""Buyers, their orders and what they said in public."""
