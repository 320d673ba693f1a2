"""Tests of what `landbridge explain` answers."""
