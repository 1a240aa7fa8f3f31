"""A mail server on this machine alone: IMAP and SMTP, for simulators, the demo and tests."""

from connectors.mail.simulation.post import MailPost, MailRejected

__all__ = ["MailPost", "MailRejected"]
