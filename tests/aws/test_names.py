"""What IAM accepts as names, paths, descriptions and tags."""

from collections.abc import Callable

import pytest

from landbridge.aws import names

Check = Callable[[str], str | None]

GOOD: list[tuple[Check, list[str]]] = [
    (names.problem_with_group_name, ["a", "edge-prod-b001-group-data_scientists", "x" * 128, "a+=,.@-_B9"]),
    (names.problem_with_role_name, ["r", "x" * 64]),
    (names.problem_with_policy_name, ["p", "x" * 128]),
    (names.problem_with_user_name, ["jane.doe@example.com", "x" * 64]),
    (names.problem_with_path, ["/", "/a/", "/a/b!~/", "/" + "x" * 510 + "/"]),
    (names.problem_with_policy_path, ["/", "/a/", "/a.,+@=_-/b/"]),
    (names.problem_with_role_description, ["", "Reads data\r\n\tof Zürich", "x" * 1000]),
    (names.problem_with_policy_description, ["", "任意", "x" * 1000]),
    (names.problem_with_document_text, ["", "a\tb\n", "ÿ"]),
    (names.problem_with_external_id, ["ab", "A_+=,.@:/-9", "x" * 1224]),
    (names.problem_with_tag_key, ["CostCenter", "a b", "äöü", "x" * 128, "_.:/=+-@", "team:aws:x"]),
    (names.problem_with_tag_value, ["", "4711", "a b/é", "x" * 256]),
]

BAD: list[tuple[Check, str, str]] = [
    (names.problem_with_group_name, "", "is empty; a group name has at least 1 character"),
    (names.problem_with_group_name, "x" * 129, "is 129 characters long; a group name has at most 128"),
    (names.problem_with_role_name, "x" * 65, "is 65 characters long; a role name has at most 64"),
    (names.problem_with_role_name, "a b", "contains ' '; a role name holds ASCII letters, digits and _+=,.@- only"),
    (names.problem_with_role_name, "a\n", "contains '\\n'; a role name holds ASCII letters, digits and _+=,.@- only"),
    (names.problem_with_user_name, "é", "contains '\\xe9'; a user name holds ASCII letters, digits and _+=,.@- only"),
    (
        names.problem_with_policy_name,
        "!#$%&*",
        "contains '!', '#', '$', '%', '&' and others; a policy name holds ASCII letters, digits and _+=,.@- only",
    ),
    (names.problem_with_path, "/" + "x" * 511 + "/", "is 513 characters long; a path has at most 512"),
    (names.problem_with_role_description, "x" * 1001, "is 1,001 characters long; a role description has at most 1,000"),
    (names.problem_with_role_description, "任", "contains '\\u4efb'; a role description holds Latin-1 characters only"),
    (names.problem_with_role_description, "\xa0", "contains '\\xa0'; a role description holds Latin-1 characters only"),
    (
        names.problem_with_policy_description,
        "x" * 1001,
        "is 1,001 characters long; a policy description has at most 1,000",
    ),
    (
        names.problem_with_document_text,
        "\0Ā",
        "contains '\\x00', '\\u0100'; a policy document holds tabs, line ends and U+0020 to U+00FF only",
    ),
    (names.problem_with_external_id, "a", "is 1 character long; an ExternalId has at least 2"),
    (names.problem_with_external_id, "x" * 1225, "is 1,225 characters long; an ExternalId has at most 1,224"),
    (names.problem_with_external_id, "a b", "contains ' '; an ExternalId holds letters, digits and _+=,.@:/- only"),
    (names.problem_with_tag_key, "", "is empty; a tag key has at least 1 character"),
    (names.problem_with_tag_key, "x" * 129, "is 129 characters long; a tag key has at most 128"),
    (names.problem_with_tag_key, "AWS:x", "begins with aws:, which AWS keeps for itself"),
    (names.problem_with_tag_key, "a#", "contains '#'; a tag key holds letters, digits, spaces and _.:/=+-@ only"),
    (names.problem_with_tag_value, "x" * 257, "is 257 characters long; a tag value has at most 256"),
    (
        names.problem_with_tag_value,
        "a\n",
        "contains '\\n'; a tag value holds letters, digits, spaces and _.:/=+-@ only",
    ),
]


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in GOOD for text in texts])
def test_accepted(check: Check, text: str) -> None:
    assert check(text) is None


@pytest.mark.parametrize(("check", "text", "problem"), BAD)
def test_refused(check: Check, text: str, problem: str) -> None:
    assert check(text) == problem


@pytest.mark.parametrize("path", ["", "a", "/a", "a/", "/a b/", "/é/"])
def test_a_path_begins_and_ends_with_a_slash(path: str) -> None:
    assert names.problem_with_path(path)


@pytest.mark.parametrize("path", ["", "a", "//", "/a//b/", "/a!/", "/a"])
def test_the_path_of_a_policy_is_narrower(path: str) -> None:
    assert names.problem_with_policy_path(path)


def test_all_tags_of_a_resource_are_checked_at_once() -> None:
    tags = {"Team": "a", "team": "b", "aws:x": "c", "y": "\x07"}
    assert list(names.problems_with_tags(tags)) == [
        ("team", "differs from 'Team' by case only; IAM takes them for the same key"),
        ("aws:x", "begins with aws:, which AWS keeps for itself"),
        (
            "y",
            "has the value '\\x07', which contains '\\x07'; "
            "a tag value holds letters, digits, spaces and _.:/=+-@ only",
        ),
    ]


def test_a_resource_has_at_most_50_tags() -> None:
    assert list(names.problems_with_tags({f"k{i}": "" for i in range(50)})) == []
    assert list(names.problems_with_tags({f"k{i}": "" for i in range(51)})) == [
        (None, "are 51; a resource has at most 50")
    ]
