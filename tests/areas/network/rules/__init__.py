"""The rules of the network area."""
