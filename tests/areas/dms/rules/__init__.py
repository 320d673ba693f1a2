"""Tests of the rules of DMS."""
