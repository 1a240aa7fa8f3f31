"""Cancellations, items not received, returns, cases and payment disputes at eBay."""
