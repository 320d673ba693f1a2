"""What the seed explains policies with: elements of statements, and errors of who lacks a right."""

from tests.seeds.dms_security.case import Cover, Decision, Element
from tests.seeds.dms_security.operators import ARN, POLICY, operator, sections

CASES: dict[str, Cover] = {
    "operators may describe endpoints": Decision(
        spec=sections(), place=POLICY, effect="Allow", calls=(("dms:DescribeEndpoints", "*"),)
    ),
    "operators may pass the roles": Decision(
        spec=sections(),
        place=POLICY,
        effect="Allow",
        calls=(("iam:PassRole", "arn:aws:iam::987654321098:role/dms-vpc-role"),),
    ),
    "several actions in one statement": Element(
        printed={"Action": ["dms:action1", "dms:action2"]},
        reads={"action1": "StartReplicationTask", "action2": "StopReplicationTask"},
        spec=operator("allow: [{types: [task], actions: [dms:StartReplicationTask, dms:StopReplicationTask]}]"),
        place=POLICY,
    ),
    "actions by a pattern": Element(
        printed={"Action": "dms:Describe*"},
        spec=operator('allow: [{types: [rep, endpoint, task], actions: ["dms:Describe*"]}]'),
        place=POLICY,
    ),
    "actions that no ARN limits": Element(printed={"Resource": "*"}, spec=sections(), place=POLICY),
    "the ARN of an endpoint": Element(
        printed={"Resource": "arn:aws:dms:us-east-2:987654321098:endpoint/1A2B3C4D5E6F7G8H9I0J1K2L3M"},
        corrects={"endpoint/": "endpoint:"},
        spec=operator("allow: [{types: [endpoint], ids: [1A2B3C4D5E6F7G8H9I0J1K2L3M]}]"),
        place=POLICY,
        because="9, point 3: the ARN of an endpoint has a colon before the id",
    ),
    "all endpoints of the account": Element(
        printed={"Resource": "arn:aws:dms:us-east-2:987654321098:endpoint/*"},
        corrects={"endpoint/": "endpoint:"},
        spec=operator("allow: [{types: [endpoint]}]"),
        place=POLICY,
        because="9, point 3: the ARN of an endpoint has a colon before the id",
    ),
    "several resources in one statement": Element(
        printed={"Resource": ["resource1", "resource2"]},
        reads={"resource1": f"{ARN}:endpoint:SOURCE", "resource2": f"{ARN}:endpoint:TARGET"},
        spec=operator("allow: [{types: [endpoint], ids: [SOURCE, TARGET]}]"),
        place=POLICY,
    ),
}
"""What answers to the blocks about errors and elements."""
