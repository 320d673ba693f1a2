"""Random texts that a config can hold."""

from hypothesis import strategies as st

from landbridge.source.characters import hidden, is_composed

VISIBLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30).filter(
    lambda value: is_composed(value) and not any(hidden(value))
)
"""Texts without what the source stage refuses: characters that cannot be seen, or that are not composed."""
