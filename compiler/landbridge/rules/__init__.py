"""Rules: what is checked beyond the shape of the spec. A rule is a small function that yields findings."""
