"""The Migration Assistant's access."""
