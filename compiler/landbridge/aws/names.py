"""What IAM accepts as names, paths, descriptions and tags, checked before Terraform sees them.

Each function returns what is wrong, worded to follow the quoted value ("is empty; ..."), or None.
Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/ (CreateRole, CreatePolicy, Tag, AssumeRole) and
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from landbridge.aws import quotas

NAME = r"[A-Za-z0-9_+=,.@-]+"
"""Pattern of the names of groups, roles, users, policies and instance profiles."""
GROUP_NAME_LENGTH = POLICY_NAME_LENGTH = INSTANCE_PROFILE_NAME_LENGTH = 128
ROLE_NAME_LENGTH = USER_NAME_LENGTH = 64
PATH_LENGTH = 512
DESCRIPTION_LENGTH = 1_000
EXTERNAL_ID_LENGTHS = (2, 1_224)
TAG_KEY_LENGTH = 128
TAG_VALUE_LENGTH = 256

_NAME_CHARACTER = re.compile(r"[A-Za-z0-9_+=,.@-]")
_PATH = re.compile(r"/|/[!-\x7f]+/")
_POLICY_PATH = re.compile(r"(/[A-Za-z0-9.,+@=_-]+)*/")
_LATIN_1 = re.compile(r"[\t\n\r\x20-\x7e\xa1-\xff]")
_DOCUMENT = re.compile(r"[\t\n\r\x20-\xff]")
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_+=,.@:/-]")
_SID = re.compile(r"[A-Za-z0-9]+")
_TAG_MARKS = frozenset("_.:/=+-@")


def problem_with_group_name(name: str) -> str | None:
    """Check the name of a group: 1 to 128 characters."""
    return _name(name, "a group name", GROUP_NAME_LENGTH)


def problem_with_role_name(name: str) -> str | None:
    """Check the name of a role: 1 to 64 characters."""
    return _name(name, "a role name", ROLE_NAME_LENGTH)


def problem_with_policy_name(name: str) -> str | None:
    """Check the name of a managed or inline policy: 1 to 128 characters."""
    return _name(name, "a policy name", POLICY_NAME_LENGTH)


def problem_with_user_name(name: str) -> str | None:
    """Check the name of a user: 1 to 64 characters."""
    return _name(name, "a user name", USER_NAME_LENGTH)


def problem_with_path(path: str) -> str | None:
    """Check the path of a group, role, user or instance profile."""
    if not _PATH.fullmatch(path):
        return "is no IAM path; it begins and ends with / and holds no space or non-ASCII character"
    return _too_long(path, "a path", PATH_LENGTH)


def problem_with_policy_path(path: str) -> str | None:
    """Check the path of a customer-managed policy, which is narrower than the other paths."""
    if not _POLICY_PATH.fullmatch(path):
        return "is no policy path; it begins and ends with / and holds letters, digits and .,+@=_- between them"
    return _too_long(path, "a path", PATH_LENGTH)


def problem_with_role_description(text: str) -> str | None:
    """Check the description of a role: Latin-1, at most 1,000 characters."""
    return _too_long(text, "a role description", DESCRIPTION_LENGTH) or _characters(
        text, _LATIN_1, "a role description holds Latin-1 characters only"
    )


def problem_with_policy_description(text: str) -> str | None:
    """Check the description of a customer-managed policy: at most 1,000 characters."""
    return _too_long(text, "a policy description", DESCRIPTION_LENGTH)


def problem_with_document_text(text: str) -> str | None:
    """Check a string that stands in a policy document: tab, line ends and U+0020 to U+00FF."""
    return _characters(text, _DOCUMENT, "a policy document holds tabs, line ends and U+0020 to U+00FF only")


def problem_with_external_id(text: str) -> str | None:
    """Check an ExternalId: 2 to 1,224 characters."""
    shortest, longest = EXTERNAL_ID_LENGTHS
    if len(text) < shortest:
        return f"is {_count(text)} long; an ExternalId has at least {shortest}"
    return _too_long(text, "an ExternalId", longest) or _characters(
        text, _EXTERNAL_ID, "an ExternalId holds letters, digits and _+=,.@:/- only"
    )


def problem_with_tag_key(key: str) -> str | None:
    """Check a tag's key: 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:."""
    if not key:
        return "is empty; a tag key has at least 1 character"
    if key.lower().startswith("aws:"):
        return "begins with aws:, which AWS keeps for itself"
    return _too_long(key, "a tag key", TAG_KEY_LENGTH) or _tag_characters(key, "a tag key")


def problem_with_tag_value(value: str) -> str | None:
    """Check a tag's value: at most 256 letters, digits, spaces and _.:/=+-@."""
    return _too_long(value, "a tag value", TAG_VALUE_LENGTH) or _tag_characters(value, "a tag value")


def problems_with_tags(tags: Mapping[str, str]) -> Iterator[tuple[str | None, str]]:
    """Check all tags of one resource; yield the key (None: the tags as a whole) and what is wrong.

    A problem with a value is worded "has the value '...', which ...".
    """
    if len(tags) > quotas.TAGS:
        yield None, f"are {len(tags)}; a resource has at most {quotas.TAGS}"
    first: dict[str, str] = {}
    for key, value in tags.items():
        if problem := problem_with_tag_key(key):
            yield key, problem
        if problem := problem_with_tag_value(value):
            yield key, f"has the value {value[:80]!a}, which {problem}"
        other = first.setdefault(key.lower(), key)
        if other != key:
            yield key, f"differs from {other!r} by case only; IAM takes them for the same key"


def _count(text: str) -> str:
    return f"{len(text):,} character{'' if len(text) == 1 else 's'}"


def _too_long(text: str, what: str, limit: int) -> str | None:
    return f"is {_count(text)} long; {what} has at most {limit:,}" if len(text) > limit else None


def _characters(text: str, allowed: re.Pattern[str], rule: str) -> str | None:
    wrong = sorted({character for character in text if not allowed.fullmatch(character)})
    if not wrong:
        return None
    shown = ", ".join(ascii(character) for character in wrong[:5]) + (" and others" if len(wrong) > 5 else "")
    return f"contains {shown}; {rule}"


def _name(name: str, what: str, limit: int) -> str | None:
    if not name:
        return f"is empty; {what} has at least 1 character"
    return _too_long(name, what, limit) or _characters(
        name, _NAME_CHARACTER, f"{what} holds ASCII letters, digits and _+=,.@- only"
    )


def _tag_characters(text: str, what: str) -> str | None:
    wrong = [c for c in text if c not in _TAG_MARKS and unicodedata.category(c)[0] not in "LNZ"]
    if not wrong:
        return None
    return f"contains {wrong[0]!a}; {what} holds letters, digits, spaces and _.:/=+-@ only"
