"""Wording: what people are told about a mistake, and what helps."""

import pytest

from landbridge.spec.root import spec_model
from landbridge.spec.validate import validate
from tests.spec.cases import backend, federated, group, partner, security, statement, terraform
from tests.spec.whole import told_of, whole
from tests.specs import HEAD

# The mistake: the spec, the message (without the path's beginning), and how the hint begins.
MISTAKES = {
    "a number where text is wanted": (group("description: 5"), "description is 5: wants text", 'quote it: "5". What'),
    "an account id without quotes": (
        HEAD.replace('"', ""),
        "client.account_id is 123456789012: wants text",
        'quote it: "123456789012". The AWS account',
    ),
    "a version without quotes": (
        terraform("required_version: 1.10"),
        "required_version is 1.1: wants text",
        "quote it: without quotes it is a number, and 1.10 becomes 1.1",
    ),
    "true where text is wanted": (group("name: true"), "name is true: wants text", 'quote it: "true".'),
    "true where a reason is wanted": (
        group("managed_policies: [{name: x, reason: true}]"),
        "reason is true: wants words that say why",
        "say why, in a sentence",
    ),
    "a word that is no reason": (
        group('managed_policies: [{name: x, reason: "TODO!"}]'),
        'reason is "TODO!": wants words that say why',
        "say why, in a sentence",
    ),
    "a key without a blank behind its colon": (
        group("description:Operations"),
        'unknown key "description:Operations"',
        "write `description: …`, with a blank behind the colon",
    ),
    "a key that must be, with what may stand there": (
        HEAD + "dms: {permissions_boundary: none}\n",
        'dms lacks the key "account_roles"',
        "The roles that an account has once. For example `account_roles: {vpc: own, cloudwatch_logs: own}`",
    ),
    "an old boolean": (
        partner("account_ids: [], require_mfa: yes, principals: [x]"),
        '"yes": wants true',
        "write true,",
    ),
    "a quoted boolean": (partner('require_mfa: "false", principals: [x]'), '"false": wants true', "write false, with"),
    "a number for a boolean": (partner("require_mfa: 1, principals: [x]"), "is 1: wants true or false", "Only with"),
    "a quoted number": (
        security('service_roles: {x: {service: x, max_session_duration: "3600"}}'),
        '"3600": wants a whole number',
        "write it without quotes. Longest session",
    ),
    "a quoted choice of numbers": (security('trust_policy_quota: "4096"'), "wants 2048, 4096 or 8192", "write it with"),
    "a date": (
        HEAD.replace("version: 1", "version: 2012-10-17"),
        'version is "2012-10-17": wants 1',
        "Version of the spec's format: write `version: 1`.",
    ),
    "one thing where a list is wanted": (group("members: jane"), '"jane": wants a list', 'write ["jane"]. User names'),
    "a mapping where a list is wanted": (group("members: {a: b}"), "is a mapping: wants a list", "User names"),
    "a list where a mapping is wanted": (
        security("iam_groups: [ops]"),
        "security.iam_groups is a list: wants a mapping",
        "Groups by key.",
    ),
    "a list where one of ours is wanted": (
        group("access: [[s3, read]]"),
        "access[0] is a list: wants a mapping",
        "its keys: conditions, level, reason, resources, service.",
    ),
    "nothing where a mapping is wanted": (
        group("tags: {}").replace("{tags: {}}", ""),
        "ops is null: wants",
        "write {} for",
    ),
    "nothing where something must be": (
        HEAD.replace("b001", ""),
        "tenant_id is null: wants text",
        "give it a value. Four",
    ),
    "nothing where nothing need be": (
        group("path: ~"),
        "path is null: wants text",
        "give it a value, or leave the line out",
    ),
    "a condition without its key": (
        statement("{actions: x, resources: x, conditions: {Bool: true}}"),
        "conditions.Bool is true: wants a mapping",
        "Conditions: operator, key, values; e.g.",
    ),
    "keys of a group beside its name": (
        security("iam_groups: {members: [jane]}"),
        "security.iam_groups.members is a list: wants a mapping",
        "members is a key of a thing in security.iam_groups: indent it",
    ),
    "a word in the wrong case": (
        statement("{effect: allow, actions: x, resources: x}"),
        "wants Allow or",
        'did you mean "Allow"?',
    ),
    "a misspelt word": (
        group("access: [{service: s3, level: raed}]"),
        '"raed": wants list, read,',
        'did you mean "read"?',
    ),
    "a text in the wrong case": (HEAD.replace("edge", "Edge"), '"Edge": wants lower-case', 'did you mean "edge"?'),
    "an account id as people write it": (
        HEAD.replace("123456789012", "1234-5678-9012"),
        "twelve digits",
        'did you mean "123456789012"?',
    ),
    "a key with hyphens": (
        security("iam_groups: {Data-Scientists: {}}"),
        'security.iam_groups has the key "Data-Scientists": wants lower-case letters',
        'did you mean "data_scientists"? Groups by key.',
    ),
    "a principal's kind in the wrong case": (
        security('service_roles: {x: {service: x, trust: [{principals: {aws: "*"}}]}}'),
        'principals has the key "aws": wants AWS, Service or Federated',
        'did you mean "AWS"?',
    ),
    "a misspelt key": (
        group("managed_polices: []"),
        'unknown key "managed_polices" in security.iam',
        "did you mean managed_policies",
    ),
    "a key one level too high": (
        security("members: [jane]"),
        'unknown key "members" in security',
        "members stands in security.iam_groups.KEY",
    ),
    "a key at the top": (HEAD + "iam_groups: {}\n", 'unknown key "iam_groups"', "iam_groups stands in security"),
    "a key one level too low": (
        HEAD.replace("env: prod", "env: prod, tags: {}"),
        'unknown key "tags" in environment',
        "tags stands in the top of the spec, security.iam_groups.KEY, security.service_roles.KEY and elsewhere",
    ),
    "a part of another product": (
        HEAD + "deployment: {}\n",
        'unknown key "deployment"',
        f"known here: {', '.join(sorted(spec_model().model_fields))}; `landbridge init --from CONFIG` makes",
    ),
    "no version": (
        HEAD.replace("version: 1\n", ""),
        'the spec lacks the key "version"',
        "Version of the spec's format: write",
    ),
    "no boundary": (
        HEAD + "security: {}\n",
        'security lacks the key "permissions_boundary"',
        "For roles and created users, a choice",
    ),
    "a misspelt key that must be": (
        federated("oidc: {provider: x, subject: y}"),
        'unknown key "subject"',
        "did you mean subjects?",
    ),
    "an argument that could be several things": (
        backend("max_retries: 1.5"),
        "config.max_retries is 1.5: wants text, true or false, or a whole number",
        "quote it: ",
    ),
    "an argument that is a mapping of its types": (
        backend("x: {str: 1}"),
        "config.x is a mapping: wants text, true",
        "The backend",
    ),
    "control characters": (group(r'name: "a\tb", path: ["\n"]'), "path is a list: wants text", "IAM path"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_one_finding_says_what_is_wrong_and_what_helps(mistake: tuple[str, str, str]) -> None:
    text, message, hint = mistake
    ((_, _, said, helped),) = told_of(text)
    assert message in said
    assert helped.startswith(hint)


def test_both_of_two_problems_of_one_thing() -> None:
    found = told_of(statement("{effect: allow}"))
    assert [message.partition("statements[0]")[2].split(":")[0] for _, _, message, _ in found] == [
        " wants exactly one of actions and not_actions",
        " wants exactly one of resources and not_resources",
        '.effect is "allow"',
    ]


def test_what_a_wrong_value_makes_unknown_is_not_told() -> None:
    assert len(told_of(statement("{actions: {}, resources: x}"))) == 1
    assert len(told_of(partner("account_ids: 5"))) == 1
    assert len(told_of(terraform("engine: tofu"))) == 1
    assert len(told_of(terraform("engine: tofu, required_version: 1.6.0"))) == 1


@pytest.mark.parametrize("length", [10, 5_000, 1_000_000])
def test_long_values_and_keys_are_shortened(length: int) -> None:
    root = whole()
    root["security"]["iam_groups"] = {
        "x" * length: {"name": "\x1b" * (length + 4096), "y" * length: 1, "path": "\u202e"}
    }
    for finding in validate(root)[1]:
        assert len(finding.message) < 500
        assert (finding.message + finding.hint).isprintable()
