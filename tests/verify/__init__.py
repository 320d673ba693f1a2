"""Tests of verification: what is broken is found, what is sound is let through."""
