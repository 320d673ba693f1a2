"""The KMS area."""
