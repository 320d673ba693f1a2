"""Tests of policy documents: form, size, matching and comparison."""
