"""Characters: which ones nobody sees, and how they are shown."""

import re

# Characters that no reader sees or that reorder what he sees: controls, odd blanks, joiners, bidi marks,
# fillers, variation selectors, private use, noncharacters. The list is written out, not asked of `unicodedata`:
# Python versions differ in their Unicode tables, and the output must not.
HIDDEN = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)

# `terraform fmt` aligns `=` by grapheme clusters. A key written with these characters only, precomposed letters
# that never join a neighbour, is as many clusters wide as it has characters.
KEY_LETTERS = (
    "\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u03ff\u0400-\u0481\u048a-\u052f\u1e00-\u1eff\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff"
)

HIDDEN_CHARACTER = re.compile(f"[{HIDDEN}]")


def code_point(match: re.Match[str]) -> str:
    r"""Write a character as \uXXXX or \UXXXXXXXX."""
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
