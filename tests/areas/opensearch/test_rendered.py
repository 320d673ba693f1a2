"""What small specs render to: one snapshot per kind of thing."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.areas.opensearch.specs import LEGACY, PARTNER, allow, described, document, domain, grant
from tests.specs import HEAD, compiled

FILE = "current_policy: policy.json"
BEFORE = described(
    document(
        allow([LEGACY, "210987654321"], action=["es:ESHttpPut", "es:ESHttpGet"]),
        allow("*", "_search", Sid="Office", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
        allow(path="old/*", Sid='Old "one" ${x}'),
    )
)
EVERYTHING = (
    "drop: [{sid: 'Old \"one\" ${x}', reason: 'its index is gone'}]",
    "access:",
    '  loader: {who: ["{role:etl}"], may: write, indexes: [orders, "stock-*"], reason: loads all of it}',
    f"  partner: {{who: ['{PARTNER}', '310987654321'], may: search, indexes: [orders], reason: the shop's partner}}",
    "  office: {who: [anonymous], actions: [es:ESHttpGet], apis: [_cat/*], from: [198.51.100.0/24]}",
    '  no_deletion: {who: ["{role:etl}"], actions: [es:ESHttpDelete], effect: deny}',
    "statements:",
    "  - principals: {Service: firehose.amazonaws.com}",
    "    actions: [es:ESHttpPost]",
    "    paths: [delivery/*]",
    "    conditions: {StringEquals: {'aws:SourceAccount': '{account_id}'}}",
    "    reason: the delivery stream",
)
THINGS = {
    "a domain with everything": domain(FILE, *EVERYTHING),
    "an Elasticsearch domain in a VPC": domain(
        "access: {one: {who: [anonymous], may: administer, reason: 'the VPC is ours'}}",
        facts="network: vpc; engine: elasticsearch",
    ),
    "a domain that is adopted": domain(
        FILE, "adopt: true", 'access: {one: {who: ["{role:etl}"], may: read}}', facts="network: vpc"
    ),
    "an Elasticsearch domain that is adopted": domain(
        FILE,
        "adopt: true",
        'access: {one: {who: ["{role:etl}"], may: read}}',
        facts="network: vpc; engine: elasticsearch",
    ),
    "a domain that is released": domain(FILE, "takeover: release", *EVERYTHING),
    "a domain that is forgotten": "terraform: {required_version: 1.7.0}\n"
    + domain(FILE, "takeover: forget", *EVERYTHING),
    "grants": grant("domain: logs, may: read, indexes: [orders], configuration: read, reason: agreed", "readers")
    + "    managers: {roles: [admin], domain: logs, may: administer, configuration: manage, reason: they run it}\n"
    + "    tagged: {roles: [admin], domain: '*', may: search, tags: {team: [a, b]}, reason: by tag}\n"
    + "    makers: {roles: [admin], domain: '*', actions: ['es:CreateDomain', 'es:AddTags'], request_tags: {team: it},"
    " name: '{stem}-makers', reason: tagged at birth, renamed_from: creators}\n"
    + '    theirs: {groups: [analysts], roles: [etl], domain: "arn:aws:es:eu-west-1:210987654321:domain/theirs",'
    " may: search, indexes: [x], reason: agreed}\n",
    "a domain elsewhere that only Terraform knows": grant(
        'roles: [etl], domain: "{ssm:/search/domain-arn}", may: search, reason: agreed', "theirs"
    ),
    "another partition": domain(
        FILE, 'access: {one: {who: ["210987654321"], may: read, reason: agreed}}', head=HEAD.replace("eu-", "us-gov-")
    ),
}
GOV = described(document(allow())).replace("arn:aws:", "arn:aws-us-gov:").replace("eu-west-1", "us-gov-west-1")


def shown(text: str, current: str) -> str:
    """The module's files, but for those that every module has alike."""
    files = compiled(text, policy_json=current)
    same = ("versions.tf", "variables.tf", "outputs.tf", "README.md")
    return "\n".join(
        f"===== {path}\n{content}"
        for path, content in files.items()
        if path.startswith("modules/opensearch/") and not path.endswith(same)
    )


@pytest.mark.parametrize("name", THINGS)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(THINGS[name], GOV if name == "another partition" else BEFORE) == snapshot


def test_the_readme_draws_who_may_what(snapshot: SnapshotAssertion) -> None:
    files = compiled(THINGS["a domain with everything"], policy_json=BEFORE)
    assert files["modules/opensearch/README.md"] == snapshot


def test_the_picture_says_what_is_denied() -> None:
    readme = compiled(THINGS["a domain with everything"], policy_json=BEFORE)["modules/opensearch/README.md"]
    assert '|"denied#58; es#58;ESHttpDelete"|' in readme
    assert '|"not ' not in readme
