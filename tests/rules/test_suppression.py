"""Suppressions: where they apply, and those that cannot be."""

import pytest

from landbridge.findings import is_path
from tests.areas.iam.specs import statements
from tests.specs import HEAD, compiled, findings, spec

WIDE = statements('{actions: s3:GetObject, resources: "*"}')


def ids(path: str) -> list[tuple[str, str]]:
    suppressed = f"{WIDE}suppress:\n  - {{rule: LB324, path: {path!r}, reason: told otherwise}}\n"
    return [(found.id, found.message) for found in findings(suppressed)]


@pytest.mark.parametrize("path", ["security.iam_groups.ops", 'security.iam_groups["ops"].statements[0]'])
def test_a_suppression_covers_what_is_at_its_path_and_below(path: str) -> None:
    assert ids(path) == []


@pytest.mark.parametrize("path", [".", "[", "]", "..", "security.", ".security", "security..ops", "security[x]", "[]"])
def test_a_path_that_cannot_be_read_suppresses_nothing_and_is_told(path: str) -> None:
    assert not is_path(path)
    found = dict(ids(path))
    assert sorted(found) == ["LB110", "LB324"]
    assert f'"{path}" is no path' in found["LB110"]


def test_what_is_suppressed_stands_above_its_block_with_the_reason() -> None:
    head = HEAD + (
        "suppress: [{rule: LB359, path: security.service_roles.mover, reason: the migration hub has no account}]\n"
    )
    roles = """
    permissions_boundary: none
    service_roles:
      mover: {service: dms, policy_assignments: {s3: level1}}
      other: {service: lambda, policy_assignments: {s3: level1}}
    """
    text = compiled(spec(roles, head=head))["modules/iam/service_roles.tf"]
    above, _, below = text.partition('resource "aws_iam_role" "mover"')
    assert above.endswith("# Suppressed LB359: the migration hub has no account\n")
    assert "Suppressed" not in below
