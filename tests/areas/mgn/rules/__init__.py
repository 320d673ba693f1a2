"""Tests of the rules of the MGN part."""
