"""Secrets: what a state marks as sensitive, wherever else in it the same text stands without a mark.

Texts are compared one by one and as they are meant: without the escapes of JSON, and in Unicode's form NFC.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from landbridge.estate.values import composed, visible
from landbridge.source.limits import MAX_SECRETS

_SHORTEST = 4
"""The characters that a secret has at least: whatever is shorter stands in every state."""
_LONG = 16
"""The characters from which on a secret is looked for within other texts; many a shorter one is a word, as a stage."""
_LONGEST = 1024
"""As much of a secret is looked for: whoever has that, has it."""
_PIECE = 12
_STEP = _LONG - _PIECE + 1
_JSON = ("{", "[", '"')
_WORDS = frozenset({"true", "false", "null"})
"""Texts that are values of JSON in quotes, as in conditions of policies, tell nothing."""
_SHARED = frozenset({"sts:externalid", "aws:referer", "aws:useragent"})
"""Condition keys whose value may be what only two parties know, in small letters.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""


class TooManySecretsError(Exception):
    """A state marks more than `MAX_SECRETS` texts."""


class Secrets:
    """The texts that a state marks as sensitive.

    A long one is found within another text in time that hardly grows with the number of secrets: of each, the pieces of
    `_PIECE` characters that begin at its first `_STEP` ones are known, and of another text only every `_STEP`th piece
    is looked up, for one of them lies in every occurrence. What a piece tells of, the sorted secrets confirm.
    """

    def __init__(self, marked: Iterable[object]) -> None:
        """Take in values that are marked: texts, and lists and maps of them.

        Raises:
            TooManySecretsError: there are more than anybody marks.
        """
        found: set[str] = set()
        for text in (text for value in marked for text in _leaves(value, keys=False)):
            found |= {text, text.strip()}
            if len(found) > 2 * MAX_SECRETS:
                raise TooManySecretsError
        self._known = {form for text in found for form in _written(text) if len(form) >= _SHORTEST} - _WORDS
        self._long: list[str] = []
        for text in sorted(each[:_LONGEST] for each in self._known if len(each) >= _LONG):
            if not (self._long and text.startswith(self._long[-1])):  # else whatever holds it holds the shorter one
                self._long.append(text)
        self._pieces: defaultdict[str, set[int]] = defaultdict(set)
        for text in self._long:
            for offset in range(_STEP):
                self._pieces[text[offset : offset + _PIECE]].add(offset)
        self._harmless: set[str] = set()

    def __len__(self) -> int:
        return len(self._known)

    def stand_in(self, value: object) -> bool:
        """Tell whether a text is a secret, or a long one stands within it; of lists and maps, whether in any of them.

        A text of JSON is looked at as it is and as what it says. Keys of maps are texts like all others.
        """
        if not self._known:
            return False
        if isinstance(value, str) and value in self._harmless:
            return False
        if any(text in self._known or self._holds_one(text) for text in _leaves(value, keys=True)):
            return True
        if isinstance(value, str) and value.startswith(_JSON):  # one policy is that of many objects
            self._harmless.add(value)
        return False

    def _holds_one(self, text: str) -> bool:
        for at in range(0, len(text) - _PIECE + 1, _STEP) if self._long else ():
            for offset in self._pieces.get(text[at : at + _PIECE], ()):
                # The sorted secrets are no beginnings of one another, so only the one before the text can be its own.
                rest = text[at - offset : at - offset + _LONGEST] if at >= offset else ""
                before = bisect_right(self._long, rest)
                if before and rest.startswith(self._long[before - 1]):
                    return True
        return False


def _written(text: str) -> Iterator[str]:
    """A text as it is, as inventories show it, and as it stands in JSON that cannot be read as such."""
    yield text
    yield visible(text)
    if not (text.isascii() and text.isalnum()):
        yield json.dumps(text)[1:-1]
        yield json.dumps(text, ensure_ascii=False)[1:-1]


def _leaves(value: object, *, keys: bool) -> Iterator[str]:
    """Yield all texts of a value, numbers as texts, too, and what the texts of JSON among them say.

    Args:
        value: of a state.
        keys: whether the keys of maps are among them. They are no secrets by themselves, as names of arguments are
            not; neither are the words of a policy, but for the whole and what two parties share.
    """
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield composed(each)
            said = _said(each)
            is_policy = isinstance(said, Mapping) and "Statement" in said
            waiting.append(list(_shared(said)) if is_policy and not keys else said)
        elif isinstance(each, Mapping):
            waiting.extend(each.values())
            if keys:
                waiting.extend(each)
        elif isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, int) and not isinstance(each, bool):
            yield str(each)


def _shared(policy: object) -> Iterator[object]:
    """The values of conditions that may be what only two parties know."""
    waiting = [policy]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            yield from (value for key, value in each.items() if key.lower() in _SHARED)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _said(text: str) -> object:
    """What a text of JSON says; None for any other."""
    if not text.lstrip().startswith(_JSON):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
