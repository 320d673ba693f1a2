"""What small specs render to, as the reviewer of a pull request would read it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.areas.mgn.specs import KMS, PUBLIC, PUBLIC_SOURCES, area, installer, mgn, network, operator, people
from tests.areas.mgn.template_runs import spec
from tests.specs import compiled

CONVERSION = network({"conversion": "{id: sg-0123456789abcdef0}"})
CASES = {
    "a public staging area": (mgn(sources=PUBLIC_SOURCES, staging=area(**PUBLIC)), "network"),
    "a private staging area": (mgn(), "network"),
    "a group of conversion servers that exists": (
        mgn(staging=area(conversion_servers="conversion", agents_through="elsewhere"), rest=CONVERSION),
        "network",
    ),
    "who installs agents": (installer("until: '2026-12-31', tags: {Wave: ['1', '2']}"), "mgn"),
    "who reads": (operator("may: [read]"), "mgn"),
    "who moves one wave": (operator("may: [replicate, test, cutover], tags: {Wave: '1'}, require_mfa: true"), "mgn"),
    "who plans": (operator("may: [organise, templates], reason: they run the migration"), "mgn"),
    "the script of the replication template": (spec(), "mgn"),
    "nothing but a choice": (people("roles: reference", security=""), "mgn"),
    "a key of MGN": (mgn(staging=area(ebs_encryption="volumes"), rest=network() + KMS), "kms"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    text, module = CASES[name]
    endings = ("versions.tf", "variables.tf", "README.md", "RUNBOOK.md", "FOR-OTHERS.md")
    shown = [
        f"===== {path}\n{content}"
        for path, content in compiled(text).items()
        if path.startswith(f"modules/{module}/") and not path.endswith(endings)
    ]
    assert "\n".join(shown) == snapshot
