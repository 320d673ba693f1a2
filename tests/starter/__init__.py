"""Tests of what `landbridge init` begins with."""
