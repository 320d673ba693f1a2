"""Limits: how much one spec may be, so that a hostile or mistaken file costs little."""

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""

MAX_FILES = 64
"""The most files that one spec may be made of."""

MAX_DEPTH = 64
"""The most collections that may stand in each other, the top mapping included."""

MAX_ALIASED = 100_000
"""How much aliases may add: one for each node and each 64 characters that stand again for an alias."""

MAX_FINDINGS = 100
"""The number of problems in one file after which reading stops: it is no spec."""
