"""What a hand-over refuses: for every finding a hand-over that breaks it, and the same one put right."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from landbridge.estate.inventory import Object
from landbridge.findings import Severity
from landbridge.rules.standing_handover import HANDOVER
from tests.handover.estates import SECURITY, arn, findings, found, inventory, membership, role, spec
from tests.specs import analysed, in_full

BUCKET = found("aws_s3_bucket.logs")
INLINE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
READ_ONLY = "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
WHY = "reason: what the domain had stands in the spec"
SHOP = found(
    "aws_opensearch_domain.shop",
    domain_name="shop",
    arn="arn:aws:es:eu-west-1:123456789012:domain/shop",
    access_policies=INLINE.replace('"Action"', '"Principal":"*","Action"'),
)
DOMAINS = """\
opensearch:
  domains:
    shop:
      name: shop
      network: vpc
      current_policy: none
      fine_grained: true
      access:
        etl: {who: ["{role:etl}"], may: search, indexes: [orders]}
"""


@dataclass(frozen=True)
class Case:
    """A hand-over and old objects that break a rule, and what puts it right."""

    id: str
    name: str
    broken: str
    objects: Sequence[Object]
    says: str
    kept: str | None = None
    kept_objects: Sequence[Object] | None = None
    security: str = SECURITY
    more: str = ""
    others: dict[str, Sequence[Object]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.id}-{self.name}"


LEAVE = "unmatched: leave"

CASES = (
    Case(
        "LB860",
        "settings",
        "sources: {legcay: {folder: old}}",
        [role()],
        'no source "legcay"',
        "sources: {legacy: {folder: old}}",
    ),
    Case(
        "LB860",
        "decision",
        "decisions: [{source: legcay, addresses: aws_iam_role.etl, decide: adopt}]",
        [role()],
        'no source "legcay"',
        "decisions: [{source: legacy, addresses: aws_iam_role.etl, decide: adopt}]",
    ),
    Case(
        "LB861",
        "pattern",
        "decisions: [{addresses: aws_iam_rol.*, decide: leave}]",
        [role()],
        '"aws_iam_rol.*" matches no address in the inventory',
        "decisions: [{addresses: 'aws_iam_role.*', decide: adopt}]",
    ),
    Case(
        "LB862",
        "patterns",
        "decisions: [{addresses: 'aws_s3*', decide: leave},"
        " {addresses: '*logs', decide: retire, reason: nobody reads them}]",
        [role(), BUCKET],
        "is to leave by decisions[0] and to retire by this one",
        "decisions: [{addresses: 'aws_s3*', decide: leave},"
        " {addresses: aws_s3_bucket.logs, decide: retire, reason: nobody reads them}]",
    ),
    Case("LB863", "unknown", "unmatched: error", [role(), BUCKET], "neither in the spec nor decided about", LEAVE),
    Case(
        "LB863",
        "in-part",
        "unmatched: leave",
        [found("aws_iam_group_membership.a", group="analysts", users=["jane.doe", "old.hand"])],
        "in the spec only in part: membership old.hand / analysts is not",
        kept_objects=[found("aws_iam_group_membership.a", group="analysts", users=["jane.doe"])],
    ),
    Case(
        "LB864",
        "one-state",
        LEAVE,
        [role(), role("aws_iam_role.again")],
        '"aws_iam_role.again" of legacy and "aws_iam_role.etl" of legacy',
        kept_objects=[role(), role("aws_iam_role.again", "another")],
    ),
    Case(
        "LB864",
        "two-states",
        LEAVE,
        [],
        '"aws_iam_role.etl" of legacy and "aws_iam_role.x" of other',
        kept_objects=[],
        others={"legacy": [role()], "other": [role("aws_iam_role.x")]},
    ),
    Case(
        "LB865",
        "left",
        "decisions: [{addresses: aws_iam_role.etl, decide: leave}]",
        [role()],
        "is to leave, and module.iam.aws_iam_role.etl of the spec is the same thing",
        "decisions: [{addresses: aws_iam_role.etl, decide: adopt}]",
    ),
    Case(
        "LB866",
        "not-in-spec",
        "decisions: [{addresses: aws_iam_role.old, decide: adopt}]",
        [role("aws_iam_role.old", "old")],
        "is to be adopted, and is not in the spec",
        kept_objects=[role("aws_iam_role.old", "etl")],
    ),
    Case(
        "LB866",
        "becomes-nothing",
        "decisions: [{addresses: aws_iam_role.old, decide: adopt, becomes: module.iam.aws_iam_role.elt}]",
        [role("aws_iam_role.old", "etl")],
        "is to become module.iam.aws_iam_role.elt, which the spec does not make",
        "decisions: [{addresses: aws_iam_role.old, decide: adopt, becomes: module.iam.aws_iam_role.etl}]",
    ),
    Case(
        "LB866",
        "replaced-by-nothing",
        "decisions: [{addresses: aws_iam_role.old, decide: replace, becomes: module.iam.aws_iam_role.elt}]",
        [role("aws_iam_role.old", "old")],
        "is to be replaced by module.iam.aws_iam_role.elt, which the spec does not make",
        "decisions: [{addresses: aws_iam_role.old, decide: replace, becomes: module.iam.aws_iam_role.etl}]",
    ),
    Case(
        "LB866",
        "id-of-nothing",
        "ids: {module.iam.aws_iam_role.elt: etl}",
        [],
        '"module.iam.aws_iam_role.elt" has an import id, and the spec does not make it',
        "ids: {module.iam.aws_iam_role.etl: etl}",
    ),
    Case(
        "LB869",
        "path",
        LEAVE,
        [role(path="/team/")],
        'would change its path from "/team/" to "/", which replaces it',
        kept_objects=[role()],
    ),
    Case(
        "LB869",
        "name",
        "decisions: [{addresses: aws_iam_role.etl, decide: adopt, becomes: module.iam.aws_iam_role.etl}]",
        [role(name="former")],
        'would change its name from "former" to "etl", which replaces it',
        kept_objects=[role()],
    ),
    Case(
        "LB870",
        "boundary",
        LEAVE,
        [role(permissions_boundary=arn("policy", "limit"))],
        f'would change its permissions_boundary: "- {arn("policy", "limit")}"',
        "decisions: [{addresses: aws_iam_role.etl, decide: adopt, changes: permissions_boundary,"
        " reason: the team decided on 2026-11-02 to go without}]",
    ),
    Case(
        "LB870",
        "trust",
        LEAVE,
        [
            role(
                assume_role_policy=INLINE.replace('"Resource":"*"', '"Principal":"*"').replace(
                    "s3:GetObject", "sts:AssumeRole"
                )
            )
        ],
        "would change its assume_role_policy",
        kept_objects=[role()],
    ),
    Case(
        "LB871",
        "count",
        LEAVE,
        [role("aws_iam_role.r[0]"), role("aws_iam_role.r[1]", "other")],
        '1 of 2 instances of "aws_iam_role.r" leave legacy',
        kept_objects=[role('aws_iam_role.r["a"]'), role('aws_iam_role.r["b"]', "other")],
    ),
    Case(
        "LB872",
        "old-engine",
        "sources: {legacy: {forget: blocks, engine: terraform, version: 1.6.6}}",
        [role()],
        "terraform 1.6.6 of legacy has no removed blocks: they came with 1.7",
        "sources: {legacy: {forget: blocks, engine: terraform, version: 1.7.0}}",
    ),
    Case(
        "LB873",
        "some-instances",
        "sources: {legacy: {forget: blocks, engine: terraform}}\nunmatched: leave",
        [role('aws_iam_role.r["a"]'), role('aws_iam_role.r["b"]', "other")],
        'is to stay while others of "aws_iam_role.r" leave',
        kept_objects=[role('aws_iam_role.r["a"]'), role("aws_iam_role.s", "other")],
    ),
    Case(
        "LB865",
        "domain-policy-of-a-domain-that-stays",
        "unmatched: leave",
        [SHOP],
        "is to leave and holds domain policy shop, and module.opensearch.aws_opensearch_domain_policy.shop",
        "decisions: [{addresses: aws_opensearch_domain.shop, decide: leave, yields: access_policies,"
        " reason: its block never had them}]",
        more=DOMAINS,
    ),
    Case(
        "LB865",
        "all-that-have-a-policy",
        "decisions: [{addresses: 'aws_iam_policy_attachment.*', decide: retire, reason: nobody needs it}]",
        [found("aws_iam_policy_attachment.all", roles=["other"], users=[], groups=[], policy_arn=READ_ONLY)],
        "rules all that have arn:aws:iam::aws:policy/cloudwatchlogsreadonlyaccess",
        "decisions: [{addresses: 'aws_iam_policy_attachment.*', decide: retire, reason: nobody needs it}]",
        kept_objects=[
            found("aws_iam_policy_attachment.all", roles=["other"], users=[], groups=[], policy_arn=f"{READ_ONLY}2")
        ],
    ),
    Case(
        "LB865",
        "all-members-of-a-group",
        "unmatched: leave",
        [found("aws_iam_group_membership.a", group="analysts", users=["old.hand"])],
        "rules all members of analysts",
        kept_objects=[found("aws_iam_group_membership.a", group="others", users=["old.hand"])],
    ),
    Case(
        "LB866",
        "other-type",
        "decisions: [{addresses: aws_iam_user.etl, decide: adopt, becomes: module.iam.aws_iam_role.etl}]",
        [found("aws_iam_user.etl", name="etl", arn=arn("user", "etl"), path="/")],
        "is of type aws_iam_user, and cannot become module.iam.aws_iam_role.etl",
        LEAVE,
    ),
    Case(
        "LB870",
        "written-over-what-is-not-known",
        f"decisions: [{{addresses: aws_opensearch_domain_policy.shop, decide: adopt, create: true, {WHY}}}]",
        [found("aws_opensearch_domain_policy.shop", domain_name="shop")],
        "would write its access_policies over what is not known",
        f"decisions: [{{addresses: aws_opensearch_domain_policy.shop, decide: adopt, create: true,"
        f" changes: access_policies, {WHY}}}]",
        more=DOMAINS,
    ),
    Case(
        "LB871",
        "count-of-a-module",
        LEAVE,
        [role("module.a[0].aws_iam_role.r"), role("module.a[1].aws_iam_role.r", "other")],
        '1 of 2 instances of "module.a.aws_iam_role.r" leave legacy',
        kept_objects=[role('module.a["0"].aws_iam_role.r'), role('module.a["1"].aws_iam_role.r', "other")],
    ),
    Case(
        "LB872",
        "nobody-says-which-engine",
        "sources: {legacy: {forget: blocks}}",
        [role()],
        "which engine runs legacy",
        "sources: {legacy: {forget: blocks, engine: terraform}}",
    ),
    Case(
        "LB872",
        "opentofu-of-which-version",
        "sources: {legacy: {forget: blocks, engine: opentofu}}",
        [role()],
        "which version of opentofu runs legacy",
        "sources: {legacy: {forget: blocks, engine: opentofu, version: 1.10.0}}",
    ),
    Case(
        "LB876",
        "one-resource",
        "decisions: [{addresses: 'aws_iam_role.*', decide: adopt, becomes: module.iam.aws_iam_role.etl}]",
        [role(), role("aws_iam_role.other", name="other")],
        "module.iam.aws_iam_role.etl would take over",
        "decisions: [{addresses: aws_iam_role.etl, decide: adopt, becomes: module.iam.aws_iam_role.etl}]",
        kept_objects=[role()],
    ),
    Case(
        "LB876",
        "another-id",
        "ids: {module.iam.aws_iam_role.etl: other}",
        [role()],
        'has the id "etl", and handover.ids gives module.iam.aws_iam_role.etl the id "other"',
        "ids: {module.iam.aws_iam_role.etl: etl}",
    ),
    Case(
        "LB876",
        "what-another-root-keeps",
        "ids: {module.iam.aws_iam_role.etl: kept}\nunmatched: leave",
        [role("aws_iam_role.kept", "kept")],
        'handover.ids gives module.iam.aws_iam_role.etl the id "kept", which aws_iam_role.kept of legacy has',
        "ids: {module.iam.aws_iam_role.etl: etl}\nunmatched: leave",
    ),
    Case(
        "LB879",
        "account",
        "decisions: [{addresses: aws_iam_role.etl, decide: adopt}]",
        [role(arn="arn:aws:iam::999999999999:role/etl")],
        "is of account 999999999999, and is to be adopted",
        kept_objects=[role()],
    ),
    Case("LB874", "tainted", LEAVE, [replace(role(), condition="tainted")], "is tainted", kept_objects=[role()]),
    Case(
        "LB876",
        "one-id",
        "ids: {module.iam.aws_iam_user_group_membership.joe_new: jane.doe/analysts}",
        [membership("aws_iam_user_group_membership.j", "jane.doe", "analysts")],
        'would both import "jane.doe/analysts"',
        "ids: {module.iam.aws_iam_user_group_membership.joe_new: joe.new/analysts}",
    ),
    Case(
        "LB877",
        "unused",
        "decisions: [{addresses: aws_iam_role.etl, decide: adopt, changes: permissions_boundary, reason: it may go}]",
        [role()],
        "needs no change: module.iam.aws_iam_role.etl keeps its permissions_boundary",
        "unmatched: error",
    ),
    Case(
        "LB878",
        "inline-policy",
        LEAVE,
        [role(inline_policy=[{"name": "own", "policy": INLINE}])],
        "holds inline policy of role etl / own, which the spec does not have",
        kept_objects=[role()],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
class TestARule:
    """It stops what is wrong, and nothing else."""

    def test_is_told_where_it_is_broken(self, case: Case) -> None:
        told = [
            each
            for each in findings(case.broken, *case.objects, security=case.security, more=case.more, **case.others)
            if each.id == case.id
        ]
        assert len(told) == 1, in_full(told)
        assert case.says in told[0].message
        assert told[0].place is not None
        assert told[0].hint

    def test_is_silent_where_it_is_kept(self, case: Case) -> None:
        objects = case.objects if case.kept_objects is None else case.kept_objects
        told = findings(case.kept or case.broken, *objects, security=case.security, more=case.more)
        assert [each for each in told if each.id.startswith("LB8") or each.severity is Severity.ERROR] == []


def test_every_finding_of_the_hand_over_has_a_case() -> None:
    elsewhere = {"LB867", "LB868", "LB875"}  # test_imports.py
    assert {each.id for each in HANDOVER} == {case.id for case in CASES} | elsewhere


def test_a_pattern_that_is_an_address_is_that_address_alone() -> None:
    retired = "decisions: [{addresses: 'aws_iam_role.x[\"*\"]', decide: retire, reason: nobody has it}]"
    told = findings(retired, role('aws_iam_role.x["*"]', "star"), role('aws_iam_role.x["prod"]', "prod"))
    assert [each.message for each in told if each.id == "LB863"] == [
        '"aws_iam_role.x[\\"prod\\"]" of legacy is neither in the spec nor decided about'
    ]


def test_blocks_of_another_engine_than_the_providers_are_from_are_refused() -> None:
    blocks = "sources: {legacy: {forget: blocks, engine: opentofu, version: 1.9.0}}"
    read = inventory(role()).replace("    kind: terraform\n", "    kind: terraform\n    registry: terraform\n")
    (told,) = (each for each in analysed(spec(blocks), inventory_yaml=read).findings if each.id == "LB872")
    assert "its providers are from the registry of terraform" in told.message
