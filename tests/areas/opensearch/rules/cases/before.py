"""What a domain had before."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import LOGS, allow, described, document, domain

TEXT = domain("current_policy: §policy.json")


def bad(message: str, statement: dict[str, object], text: str = TEXT) -> Bad:
    """A domain that had this statement."""
    return Bad("LB670", message, text, files={"policy_json": described(document(statement))})


BAD = (
    bad("GET /_all/_search that nobody signed", allow("*")),
    bad("POST /_bulk with another index", allow(path="_bulk", action="es:ESHttpPost")),
    bad("DELETE /restricted slips through", allow(path="restricted/*", action="es:*") | {"Effect": "Deny"}),
    bad("is the unique id of a role or user that was deleted", allow("AROAJQABLZS4A3QDU576Q")),
    bad("is the domain, not what is in it", allow() | {"Resource": LOGS}),
    bad("does not support", allow(Condition={"StringEquals": {"aws:PrincipalTag/x": "y"}})),
)

GOOD = (Good("LB670", TEXT.replace("§", ""), files={"policy_json": described(document(allow()))}),)
