"""What is checked beyond the shape of a spec."""
