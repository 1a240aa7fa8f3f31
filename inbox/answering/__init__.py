"""Answers from reply templates: what a ticket holds as facts, which templates fit it, and what was made of them.

templates_app fills and ranks; here is what it needs to know of tickets.
"""
