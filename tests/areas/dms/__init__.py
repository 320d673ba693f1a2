"""Tests of DMS: roles, endpoints, secrets, operators."""
