"""The scripts of a hand-over, run with the real terraform."""
