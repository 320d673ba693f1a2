"""Tests of the MGN room."""
