"""What tests draw where people write policies, and what has to hold whatever they write."""

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from tests.hostile import tree_of
from tests.specs import analysed

Texts = st.SearchStrategy[str]
Lists = st.SearchStrategy[list[str]]

_SAMPLES = (
    *("*", "?", ":", "s3:GetObject", "{role:etl}", "{role:}", "{", "{{", "{var:x}", "{ssm:/x}", "123456789012"),
    *("arn:", "arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:root", "arn:*:*:*:*:*", "AROAJQABLZS4A3QDU576Q"),
    *("${", "${aws:username}", "%{", '"', "\\", "$(id)", "`id`", "\u2192\x7f", "</script>", "|"),
)


def short_texts(most: int = 12) -> Texts:
    """Texts of whatever YAML takes."""
    return st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=most)


def texts(*samples: str) -> Texts:
    """Short texts, often one that means something in policies, in specs, to a shell or to an area."""
    return st.one_of(st.sampled_from([*_SAMPLES, *samples]), short_texts())


def lists(of: Texts) -> Lists:
    """Lists of texts."""
    return st.lists(of, min_size=1, max_size=3)


def conditions(operators: Texts, keys: Texts, values: Lists) -> st.SearchStrategy[dict[str, dict[str, list[str]]]]:
    """Conditions as a spec has them."""
    return st.dictionaries(operators, st.dictionaries(keys, values, min_size=1, max_size=2), max_size=2)


def statements(
    words: Lists,
    under: st.SearchStrategy[dict[str, dict[str, list[str]]]],
    principals: Collection[str] = ("AWS", "Service"),
    **optional: st.SearchStrategy[Any],
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Statements of a resource's policy, each with some of what is optional."""
    one = st.fixed_dictionaries(
        {
            "effect": st.sampled_from(["Allow", "Deny"]),
            "actions": words,
            "principals": st.dictionaries(st.sampled_from(sorted(principals)), words, min_size=1),
            "conditions": under,
        },
        optional=optional,
    )
    return st.lists(one, max_size=2)


def unharmed(text: str, **files: str) -> None:
    """Hold that a spec has findings that help, or compiles to files that read back, even where it breaks a rule."""
    found = analysed(text, **files)
    assert all(each.hint for each in found.findings)
    tree_of(found._replace(root=found.draft))
