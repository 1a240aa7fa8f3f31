"""How people quote, forward and sign, as tables per language and rules; connectors/mail/words.py uses them."""
