"""Tests of the typed spec."""
