"""What agents do with tickets, and finding them."""
