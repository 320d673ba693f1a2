"""The network area."""
