"""Tests of the source stage: from bytes to nodes with places."""
