"""What a marketplace and the law forbid, asked about a reply: connectors/policy finds, this knows the ticket.

facts.py      what is known about the reply besides its words: language, names, numbers, files
checking.py   findings_of()  what is wrong with it; check_bare() without asking the database
overriding.py settled()  who may send it all the same, and with what reason; kept in the log
stale.py      whether a reply that waited may still leave

The outbox asks before it queues (inbox/sending/outbox.py) and again before it sends (inbox/sending/delivery.py), so
that pages, API, rules and work on many tickets are refused alike.
"""
