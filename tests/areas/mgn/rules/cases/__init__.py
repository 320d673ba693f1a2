"""What breaks and what keeps each rule of the MGN part, one file for each family."""

from tests.areas.cases import families

BAD, GOOD = families(__name__, __path__)
