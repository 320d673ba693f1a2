"""Access by name and by tag: what operators may do to which instances, endpoints and tasks."""

from tests.seeds.dms_security.case import Case, Cover, Decision, Element, Json, Place, policy

OWN_ENDPOINTS = policy(
    {
        "Effect": "Allow",
        "Action": "dms:*",
        "Resource": "arn:aws:dms:*:*:endpoint/*",
        "Condition": {"StringEquals": {"dms:endpoint-tag/Owner": "${aws:username}"}},
    }
)


def deny_by_name(resource: str) -> Json:
    """The seed's form of a deny of one resource."""
    return policy({"Action": ["dms:*"], "Effect": "Deny", "Resource": resource})


def deny_by_tag(key: str) -> Json:
    """The seed's form of a deny of everything of a type with the tag Env=Desktop."""
    return policy(
        {"Action": ["dms:*"], "Effect": "Deny", "Resource": "*", "Condition": {"StringEquals": {key: ["Desktop"]}}}
    )


_HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "000152683116"}
environment: {env: prod, region: us-east-1}
security:
  permissions_boundary: none
  iam_groups:
    testers: {description: People who try migrations out}
dms:
  account_roles: {vpc: own, cloudwatch_logs: own}
  operators:
    testers:
      groups: [testers]
"""
_POLICY = Place(module="dms", address="aws_iam_policy.testers")
_TWELVE_DIGITS = {"152683116": "000152683116"}
"""The seed's account has nine digits, which no account has."""

_ARN = "arn:aws:dms:us-east-1:000152683116"


def _testers(line: str = "") -> str:
    return f"{_HEAD}      {line}\n" if line else _HEAD


def _denied_by_name(kind: str, id_: str) -> Case:
    return Case(
        printed=deny_by_name(f"arn:aws:dms:us-east-1:152683116:{kind}:{id_}"),
        reads=_TWELVE_DIGITS,
        spec=_testers(f"deny: [{{types: [{kind}], ids: [{id_}]}}]"),
        besides=_testers(),
        place=_POLICY,
    )


def _denied_by_tag(kind: str) -> Case:
    return Case(
        printed=deny_by_tag(f"dms:{kind}-tag/Env"),
        spec=_testers(f"deny: [{{types: [{kind}], tags: {{Env: Desktop}}}}]"),
        besides=_testers(),
        place=_POLICY,
    )


def _stopped(kind: str, *actions: str) -> Decision:
    """The calls that the seed shows to fail: by name, on the one resource, and by tag, on any that has the tag."""
    return Decision(
        spec=_testers(f"deny: [{{types: [{kind}], ids: [DOOMED]}}, {{types: [{kind}], tags: {{Env: Desktop}}}}]"),
        place=_POLICY,
        effect="Deny",
        calls=tuple((f"dms:{action}", f"{_ARN}:{kind}:{id_}") for action in actions for id_ in ("DOOMED", "TAGGED")),
    )


_MAKE_OWN = {
    "Effect": "Allow",
    "Action": "dms:CreateEndpoint",
    "Resource": [f"{_ARN}:endpoint:*", f"{_ARN}:cert:*"],
    "Condition": {"StringEquals": {"dms:req-tag/Owner": "${aws:username}"}},
}
_TAGGING = ("AddTagsToResource", "RemoveTagsFromResource")

CASES: dict[str, Cover] = {
    "own endpoints only": Case(
        printed=OWN_ENDPOINTS,
        corrects={"endpoint/": "endpoint:"},
        spec=_testers("own_endpoints_only: {tag: Owner}"),
        besides=_testers("allow: [{types: [endpoint], ids: [NONE]}]"),
        place=_POLICY,
        missing=({**OWN_ENDPOINTS["Statement"][0], "Resource": "arn:aws:dms:*:*:endpoint:*"},),
        added=({**OWN_ENDPOINTS["Statement"][0], "Resource": f"{_ARN}:endpoint:*"}, _MAKE_OWN),
        wider=(_MAKE_OWN,),
        because="9, point 3: a colon before the id. 1.7: a new endpoint has no tag yet, so the request's says whose it"
        " is; the own region and account, as in 1.6",
    ),
    "deny by ARN: replication instance": _denied_by_name("rep", "DOH67ZTOXGLIXMIHKITV"),
    "deny by ARN: endpoint": _denied_by_name("endpoint", "D6E37YBXTNHOA6XRQSZCUGX"),
    "deny by ARN: task": _denied_by_name("task", "UO3YR4N47DXH3ATT4YMWOIT"),
    "deny by tag: replication instance": _denied_by_tag("rep"),
    "deny by tag: endpoint": _denied_by_tag("endpoint"),
    "deny by tag: task": _denied_by_tag("task"),
    "what a deny of an instance stops": _stopped(
        "rep", "DeleteReplicationInstance", "ModifyReplicationInstance", *_TAGGING
    ),
    "what a deny of an endpoint stops": _stopped("endpoint", "DeleteEndpoint", "ModifyEndpoint", *_TAGGING),
    "what a deny of a task stops": _stopped("task", "DeleteReplicationTask", *_TAGGING),
    "allow by tag": Element(
        printed={"Condition": {"streq": {"dms:rep-tag/stage": "production"}}},
        corrects={"streq": "StringEquals"},
        spec=_testers("allow: [{types: [rep], tags: {stage: production}}]"),
        place=_POLICY,
        because="9, point 3: streq is no operator",
    ),
    "tags that may be given": Element(
        printed={"Condition": {"streq": {"dms:rep-tag/stage": ["production", "development", "testing"]}}},
        corrects={"streq": "StringEquals", "dms:rep-tag": "dms:req-tag"},
        spec=_testers("allow: [{types: [rep], request_tags: {stage: [production, development, testing]}}]"),
        place=_POLICY,
        because="9, point 3: streq is no operator; 1.7: the tags of a request are dms:req-tag",
    ),
    "condition key of a tag": Element(
        printed={"Condition": {"StringEquals": {"dms:{resource type}-tag/{tag key}": "{tag value}"}}},
        reads={"{resource type}": "es", "{tag key}": "Team", "{tag value}": "payments"},
        spec=_testers("allow: [{types: [es], tags: {Team: payments}}]"),
        place=_POLICY,
    ),
}
"""What answers to the blocks about names and tags."""
