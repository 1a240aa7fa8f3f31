"""Mails about a ticket to a carrier or supplier, and the answers that come back to the ticket.

outbox.py: what people do with them; delivery.py: what a worker does; arriving.py: what comes back.
"""
