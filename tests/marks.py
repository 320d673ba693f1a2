"""Texts with a `§` at the place where a finding is expected; it is not part of the text."""

MARK = "§"


def unmarked(text: str) -> str:
    """The text without its marks."""
    return text.replace(MARK, "")


def marked_place(text: str) -> tuple[int, int]:
    """Line and column of the first mark, counting from 1."""
    before = text[: text.index(MARK)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
