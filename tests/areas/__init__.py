"""Tests of the areas, one folder per area."""
