"""Tests with the real terraform, the real AWS provider and a real AWS API server (moto) on loopback."""
