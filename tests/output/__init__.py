"""Tests of the stage that writes."""
