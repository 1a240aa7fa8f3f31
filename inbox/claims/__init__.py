"""Claims: taking in what the marketplace says about them, and listing them."""
