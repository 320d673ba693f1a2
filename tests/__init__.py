"""Tests of Landbridge, one folder per room of the package."""
