"""What the simulated eBay knows of a sale after the messages: orders, claims, payment disputes, feedback."""
