"""Limits: how much one spec may be, so that a hostile or mistaken file costs little."""

MAX_BYTES = 2**25 - 1
"""The largest file that is read, in bytes: an inventory of 20,000 objects needs more than half of it.

A mark has 25 bits for the index of a character (see `nodes.py`).
"""

MAX_FILES = 64
"""The most files that one spec may be made of."""

MAX_DEPTH = 64
"""The most collections that may stand in each other, the top mapping included."""

MAX_NODES = 1_500_000
"""The most values that one file may hold: an inventory of 20,000 objects has half a million.

A value of two bytes takes about 200 in memory.
"""

MAX_ALIASED = 100_000
"""How much aliases may add: one for each node and each 64 characters that stand again for an alias."""

MAX_FINDINGS = 100
"""The number of problems in one file after which reading stops: it is no spec."""

MAX_STATE_BYTES = 256 * 1024 * 1024
"""The largest state of Terraform that is read, in bytes: more than twice that of 20,000 instances."""

MAX_SECRETS = 200_000
"""The most texts that one state may mark as sensitive: ten for each of 20,000 instances."""
