"""Tests of the estate: what is read of old states, what is kept of it, and what is written."""
