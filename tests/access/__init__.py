"""Tests of the comparison of access."""
