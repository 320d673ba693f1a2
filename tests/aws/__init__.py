"""Tests of the facts about AWS."""
