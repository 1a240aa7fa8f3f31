"""The parts of reading a mail; connectors/mail/parse.py puts them together."""
