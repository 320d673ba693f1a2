"""The rules of the OpenSearch area."""
