"""The simulated Notification API: destination, topics, subscriptions, public keys, and signed deliveries."""
