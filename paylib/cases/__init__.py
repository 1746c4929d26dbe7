"""What only one dispute needs."""
