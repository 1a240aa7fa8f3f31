"""Templates as files: out in our own form, in from it or from the macros of other helpdesks.

read.py finds out which file it is; one file for each source; placeholders.py says what their blanks are called here.
"""
