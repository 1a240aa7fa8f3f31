"""What buyers say in public, and our answers to it."""
