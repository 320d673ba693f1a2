"""Suggestions for a name that does not exist."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` known names that look most like the word, best first; case does not matter."""
    # Only a spec with a wrong name needs it, and it is one of the slower modules to import.
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in sorted(known)}
    return [by_lower[close] for close in get_close_matches(word.lower(), by_lower, count)]
