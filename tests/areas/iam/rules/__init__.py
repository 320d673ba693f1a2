"""Tests of the rules of the IAM room."""
