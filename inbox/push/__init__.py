"""What marketplaces push: taken in, trusted, looked after."""
