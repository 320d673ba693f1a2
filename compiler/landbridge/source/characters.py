"""Characters: what a spec may not contain, because a reviewer would see another text than Terraform gets."""

import re
from collections.abc import Iterator

from landbridge.source.nodes import shorten

# NUL, ESC and the like: everything below the space but tab, newline and carriage return, and DEL.
_ASCII_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")

_CONTROL = r"\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATOR = "\u2028\u2029"
# Zero-width and other characters without a picture of their own, up to the tag characters that spell ASCII.
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_NO_CHARACTER = r"\ud800-\udfff\ufdd0-\ufdef" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))

_HIDDEN = re.compile(
    f"(?P<control>[{_CONTROL}])|(?P<bidirectional>[{_BIDIRECTIONAL}])|(?P<separator>[{_SEPARATOR}])"
    f"|(?P<invisible>[{_INVISIBLE}])|(?P<none>[{_NO_CHARACTER}])"
)

_HINTS = {
    "control": "remove it: terminals and editors act on it instead of showing it",
    "bidirectional": "remove it: it reorders a line, so that a review shows another text than Terraform gets",
    "separator": "remove it or use a newline: some tools break the line here and others do not",
    "invisible": "remove it: nobody sees it in a review, but Terraform gets it",
    "none": "remove it: Unicode assigns no character to this code",
}


def is_plain(data: bytes) -> bool:
    """Tell whether bytes are ASCII without control characters, so that nothing in them can be hidden."""
    return data.isascii() and len(data.translate(None, _ASCII_CONTROLS)) == len(data)


def hidden(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the index, description and hint of each character that cannot be seen or is none."""
    for match in _HIDDEN.finditer(text):
        yield match.start(), _described(match[0]), _HINTS[match.lastgroup or "none"]


def replaced(text: str) -> str:
    """Return a text with all hidden characters replaced, one for one, so that parsing can go on."""
    return _HIDDEN.sub("\ufffd", text)


def surroundings(text: str, index: int) -> str:
    """Quote what stands round a character in its line, for a message."""
    start = max(text.rfind("\n", 0, index) + 1, index - 24)
    end = text.find("\n", index + 1)
    return shorten(text[start : min(index + 24, len(text) if end < 0 else end)].strip(" \r"))


def is_composed(text: str) -> bool:
    """Tell whether a text is in Unicode's form NFC."""
    if text.isascii():
        return True
    import unicodedata  # few specs leave ASCII

    return unicodedata.is_normalized("NFC", text)


def codes(text: str) -> str:
    """Write a text with everything beyond ASCII as escapes, because composed and not look the same."""
    return shorten(text).encode("ascii", "backslashreplace").decode("ascii")


def recomposed(text: str) -> str:
    """Write the NFC form of a text as `codes` does."""
    import unicodedata

    return codes(unicodedata.normalize("NFC", text))


def _described(char: str) -> str:
    import unicodedata

    name = unicodedata.name(char, "a control character" if ord(char) < 0xA0 else "no character")
    return f"U+{ord(char):04X} ({name})"
