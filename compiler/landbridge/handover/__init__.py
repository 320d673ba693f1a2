"""The hand-over: who owns what exists, before, while and after it moves to the root that the spec makes."""

from landbridge.handover.handing import hand_over

__all__ = ["hand_over"]
