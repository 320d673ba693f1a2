"""The comments of a YAML text, and none of what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.starter.comments import comments


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# top\na: 1 # beside\n", ["# top", "# beside"]),
        ("a: 1 #  blanks kept  \n", ["#  blanks kept"]),
        ("a: b#c\n", []),
        ("#\n", ["#"]),
        ("a: '# no' # yes\n", ["# yes"]),
        ('a: "# no \\" # no" # yes\n', ["# yes"]),
        ("a: 'it''s # no' # yes\n", ["# yes"]),
        ("a: don't # yes\n", ["# yes"]),
        ("a: [x, '# no', y] # yes\n", ["# yes"]),
        ("a: {'# no': 1, b: 2} # yes\n", ["# yes"]),
        ("a: 'two\n  # no\n  lines' # yes\n", ["# yes"]),
        ("a: |\n  # no\n\n  # no\nb: 1 # yes\n", ["# yes"]),
        ("a: >-\n  # no\n# yes\nb: 1\n", ["# yes"]),
        ("a: | # yes\n  # no\n", ["# yes"]),
        ("- - a: |\n      # no\n    # yes\n", ["# yes"]),
        ("a:\n  # yes\n  b: 1\r\n  # too\r\n", ["# yes", "# too"]),
    ],
)
def test_comments_are_found(text: str, found: list[str]) -> None:
    assert [comment.text for comment in comments(text)] == found


@settings(max_examples=100)
@given(st.text(alphabet="ab #'\"|>-:[]{}\\\n ", max_size=60))
def test_any_text_is_read_and_each_comment_is_where_it_says(text: str) -> None:
    for comment in comments(text):
        assert text.startswith(comment.text, comment.start)
        assert comment.text.startswith("#")
        assert "\n" not in comment.text
