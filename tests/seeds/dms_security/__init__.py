"""Seed 002, the chapter on security of the DMS user guide: what it prints, and what a spec makes of it."""

from tests.seeds.dms_security import endpoint, fine_grained, keys, operators, pieces, roles, secrets
from tests.seeds.dms_security.case import Cover
from tests.seeds.dms_security.secrets import PROCEDURES

__all__ = ["CASES", "PROCEDURES"]

CASES: dict[str, Cover] = {
    name: case
    for topic in (operators, pieces, fine_grained, keys, secrets, roles, endpoint)
    for name, case in topic.CASES.items()
}
"""What answers to the blocks, by name."""
