"""Specs that break a rule, and specs that keep it, one file per family of rules."""

from tests.areas.cases import families

BAD, GOOD = families(__name__, __path__)
