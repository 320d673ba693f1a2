"""The hand-over: what it decides, and what it hands out."""
