"""Tests of the IAM area."""
