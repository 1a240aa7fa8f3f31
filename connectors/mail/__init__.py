"""Mail as such: reading mailboxes, reading mails, sending them. No marketplace in it."""
