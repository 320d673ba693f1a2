"""The OpenSearch area."""
