"""What a domain had before."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LEGACY, LOGS, allow, described, document, domain

FILE = "current_policy: §policy.json"
TEXT = domain(FILE)
VPC = domain(FILE, facts="network: vpc")
FGAC = domain(FILE, facts="network: vpc; fine_grained: true")
NARROW = 'access: {etl: {who: ["{role:etl}"], may: search, indexes: [orders]}}'
IPS = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
DELETED = "AROAJQABLZS4A3QDU576Q"


def bad(message: str, statement: dict[str, object], text: str = TEXT, rule: str = "LB670") -> Bad:
    """A domain that had this statement."""
    return Bad(rule, message, text, files={"policy_json": described(document(statement))})


def good(statement: dict[str, object], text: str, rule: str = "LB670") -> Good:
    """A domain that had this statement, which nobody minds."""
    return Good(rule, text.replace("§", ""), files={"policy_json": described(document(statement))})


BAD = (
    bad(
        "from anywhere on the internet, slips through",
        allow("*", Condition={"IpAddress": {"aws:SourceIp": "1.2.3.4/0"}}),
    ),
    bad(
        "from anywhere on the internet, slips through",
        allow("*", Condition={"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}),
    ),
    bad("GET /_all/_search that nobody signed", allow("*")),
    bad("POST /_bulk with another index", allow(path="_bulk", action="es:ESHttpPost")),
    bad("DELETE /restricted slips through", allow(path="restricted/*", action="es:*") | {"Effect": "Deny"}),
    bad("is the domain, not what is in it", allow() | {"Resource": LOGS}),
    bad("does not support", allow(Condition={"StringEquals": {"aws:PrincipalTag/x": "y"}})),
    bad("GET /app-x,secrets/_search", allow(path="app-*/_search")),
    # An open policy, and what the spec adds to it in vain.
    bad("only its security groups decide: whoever gets there may send DELETE /_all", allow("*", action="es:*"), VPC),
    bad("DELETE /_all is allowed", allow("*", action="es:*", Condition=IPS)),
    bad(
        "may send DELETE /_all; access.etl of this spec adds nothing to that",
        allow("*", action="es:*"),
        domain(FILE, NARROW, facts="network: vpc"),
    ),
    bad(
        "only fine-grained access control decides: whoever gets there may send DELETE /_all; access.etl of this spec",
        allow("*", action="es:*"),
        domain(FILE, NARROW, facts="network: public; fine_grained: true"),
    ),
    bad(f'"{DELETED}" is the unique id of a role', allow(DELETED), rule="LB671"),
    bad('"AIDAJQABLZS4A3QDU576Q" is the unique id', allow([LEGACY, "AIDAJQABLZS4A3QDU576Q"]), rule="LB671"),
)

GOOD = (
    good(allow(), TEXT),
    good(allow(action="es:*"), TEXT),
    # An account by its id alone.
    good(allow(["123456789012", "210987654321", LEGACY]), TEXT),
    good(allow("*", Condition=IPS), domain(FILE, NARROW)),
    # That is what AWS recommends with fine-grained access control.
    good(allow("*", action="es:*"), FGAC),
    good(
        allow(DELETED),
        domain(FILE, "drop: [{statement: 0b7e1278396ed3b1, reason: nobody is that any more}]", NARROW),
        rule="LB671",
    ),
)
