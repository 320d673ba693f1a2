"""What lowering reports."""

import json

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LEGACY, LOGS, access, allow, described, document, domain, grant, opensearch

FILE = "current_policy: policy.json"
ONE = {"policy_json": described(document(allow(Sid="One")))}
READ = 'access: {etl: {who: ["{role:etl}"], may: read}}'
NEW = "terraform: {required_version: 1.7.0}\n"
MANY = ", ".join(f"index-{number:05}-of-many-that-make-the-policy-long" for number in range(1200))
VALUES = ", ".join(f"value-{number:05}-of-many" for number in range(400))


def status(**elements: object) -> str:
    """What `describe-domain` prints."""
    return json.dumps({"DomainStatus": {"AccessPolicies": "", **elements}})


def two(name: str) -> str:
    """Two keys of domains."""
    facts = "network: public, current_policy: none"
    return opensearch(f"domains:\n  one: {{name: edge-logs, {facts}}}\n  two: {{name: {name}, {facts}}}")


BAD = (
    Bad("LB602", '"Edge_Logs" is no name', two("§Edge_Logs")),
    Bad(
        "LB602",
        "which is 3 to 28",
        opensearch("domains:\n  §one_with_a_long_key: {network: public, current_policy: none}"),
    ),
    Bad(
        "LB603",
        'has no statement "Two"',
        domain(FILE, "drop: [{sid: §Two, reason: nobody uses it}]"),
        files=ONE,
    ),
    Bad(
        "LB603",
        "2 statements of the current policy have the Sid",
        domain(FILE, "drop: [{sid: §One, reason: nobody uses it}]"),
        files={"policy_json": described(document(allow(Sid="One"), allow(path="a/b", Sid="One")))},
    ),
    Bad(
        "LB604",
        "is the policy of another domain",
        domain("current_policy: §policy.json"),
        files={"policy_json": described(document(allow() | {"Resource": f"{LOGS}2/*"}))},
    ),
    Bad(
        "LB605",
        "nothing would remain",
        domain(FILE, "§drop: [{sid: One, reason: nobody uses it}]"),
        files=ONE,
    ),
    Bad("LB605", "nothing to give back", domain("takeover: §release")),
    Bad("LB606", "is the domain of opensearch.domains.one already", two("§edge-logs")),
    Bad("LB608", "terraform 1.5.0 cannot forget", domain(FILE, "takeover: §forget"), files=ONE),
    Bad(
        "LB608",
        "opentofu 1.9.0 cannot forget",
        "terraform: {engine: opentofu, required_version: 1.9.0}\n" + domain(FILE, "takeover: §forget"),
        files=ONE,
    ),
    Bad(
        "LB609",
        "the service takes 102,400",
        opensearch(
            f"domains:\n  §logs: {{name: edge-logs, network: vpc, fine_grained: true, current_policy: none, access:"
            f" {{x: {{who: ['{{role:etl}}'], may: read, indexes: [{MANY}]}}}}}}"
        ),
    ),
    Bad(
        "LB610",
        "larger than a managed policy may be",
        grant("domain: logs, may: read, tags: {team: [" + VALUES + "]}").replace("    one:", "    §one:"),
    ),
    Bad(
        "LB612",
        "the current policy has this statement already",
        domain(FILE, "access:", f'  §x: {{who: ["{LEGACY}"], actions: es:ESHttpGet}}'),
        files=ONE,
    ),
    Bad(
        "LB613",
        "fine_grained is true, and AdvancedSecurityOptions.Enabled in",
        domain(FILE, facts="network: public; fine_grained: §true"),
        files={"policy_json": status(AdvancedSecurityOptions={"Enabled": False})},
    ),
    Bad(
        "LB613",
        "fine_grained is false where nothing is said",
        domain(FILE).replace("  logs:", "  §logs:"),
        files={"policy_json": status(AdvancedSecurityOptions={"Enabled": True})},
    ),
    Bad(
        "LB614",
        'is that of the domain "other"',
        domain("endpoint: §https://search-other-abc.eu-west-1.es.amazonaws.com"),
    ),
)

GOOD = (
    Good("LB601", domain(FILE), files=ONE),
    Good("LB602", two('"{stem}-logs"')),
    Good("LB603", domain(FILE, "drop: [{sid: One, reason: nobody uses it}]", READ), files=ONE),
    Good("LB604", domain(FILE), files={"policy_json": described(document(allow() | {"Resource": "*"}))}),
    Good("LB605", domain(FILE, "takeover: release", READ), files=ONE),
    Good("LB606", two("edge-other")),
    Good("LB608", NEW + domain(FILE, "takeover: forget"), files=ONE),
    Good("LB609", access('who: ["{role:etl}"], may: search, indexes: [orders]')),
    Good("LB610", grant("domain: logs, may: read, tags: {team: [data]}")),
    Good("LB612", domain(FILE, READ), files=ONE),
    Good(
        "LB613",
        domain(FILE, facts="network: public; fine_grained: true"),
        files={"policy_json": status(AdvancedSecurityOptions={"Enabled": True})},
    ),
    Good("LB614", domain("endpoint: https://search-edge-logs-abc.eu-west-1.es.amazonaws.com")),
)
