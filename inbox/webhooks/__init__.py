"""Webhooks: other programs are told what rules found, signed, tried again, and visible."""
