"""Fill a template in: the one renderer, for composer, preview, rules and API alike.

plain.py makes texts of the facts, in the body's language; parsing.py reads a body; fill.py puts the two together.
What is missing becomes a Blank (blank.py): its place is marked, and a text with such a mark is never sent.
"""
