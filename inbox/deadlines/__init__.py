"""When a buyer must be answered, and the response cycles that keep it."""
