"""How mails are fetched and made, below connectors/mail/mailbox.py and sending.py."""
