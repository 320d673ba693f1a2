"""The rules of the KMS area."""
