"""A spec with something of everything that takes part in a request, and questions about specs."""

from collections.abc import Iterable, Mapping
from functools import cache

from landbridge.asking import subject
from landbridge.explaining import Explanation, explain, question
from landbridge.explaining.explain import Given
from landbridge.explaining.model import Model
from tests.specs import HEAD, analysed, in_full

OWN = "arn:aws:iam::123456789012"
OTHER = "arn:aws:iam::210987654321"
DOMAIN = "arn:aws:es:eu-west-1:123456789012:domain/edge-logs"

WHOLE = f"""{HEAD}
security:
  permissions_boundary: none
  policies:
    queue:
      name: queue
      statements:
        - {{sid: Sends, actions: ["sqs:SendMessage"], resources: ["{{var:queue_arn}}"]}}
    limit:
      name: limit
      statements:
        - {{sid: Anything, not_actions: ["iam:*", "sts:*"], resources: ["*"], reason: a boundary grants nothing}}
  iam_groups:
    team:
      name: team
      members: [jane.doe, joe.new]
      statements:
        - sid: Tables
          actions: ["dms:DescribeTableStatistics"]
          resources: ["arn:aws:dms:*:*:task:*"]
          reason: all tasks
    readers:
      name: readers
      managed_policies: [ReadOnlyAccess]
      members: [joe.new]
  users:
    joe.new: {{}}
  service_roles:
    etl:
      name: etl
      path: /data/
      service: glue
      customer_policies: [queue]
      statements:
        - {{sid: Reads, actions: ["kms:Decrypt"], resources: ["{{key:storage}}"], reason: it reads the lake}}
        - {{sid: Assumes, actions: ["sts:AssumeRole"], resources: ["{{role:admin}}"]}}
    bound:
      name: bound
      service: glue
      permissions_boundary: limit
      statements:
        - {{sid: Stops, actions: ["dms:StopReplicationTask"], resources: ["arn:aws:dms:*:*:task:*"], reason: all tasks}}
        - {{sid: Reads, actions: ["iam:GetUser"], resources: ["*"], reason: to be cut off by the boundary}}
    kept:
      name: kept
      service: glue
      permissions_boundary: keep
      statements:
        - {{sid: Stops, actions: ["dms:StopReplicationTask"], resources: ["arn:aws:dms:*:*:task:*"], reason: all tasks}}
    watched:
      name: watched
      service: glue
      managed_policies: [ReadOnlyAccess]
  assumable_roles:
    admin:
      name: admin
      assumable_by: {{principals: ["{OWN}:user/jane.doe", "{{role:etl}}"], require_mfa: false}}
kms:
  external_principals: ["{OWN}:role/Admin", "{OWN}:user/jane.doe"]
  keys:
    storage:
      users: ["{OWN}:user/jane.doe"]
      other_accounts: [{{principals: ["{OTHER}:role/partner"], use: decrypt, reason: the partner reads the lake}}]
    sealed:
      without_root: IAM policies have no say here
      administrators: ["{OWN}:role/Admin"]
      users: ["{{role:bound}}"]
"""


@cache
def _compiled(text: str) -> tuple[Model, Mapping[str, str]]:
    analysis = analysed(text)
    assert analysis.spec is not None, in_full(analysis.findings)
    assert analysis.root is not None, in_full(analysis.findings)
    return subject(analysis.spec, analysis.root)


def asked(
    principal: str,
    action: str,
    resource: str | None = None,
    *,
    context: Iterable[str] = (),
    given: Given | None = None,
    text: str = WHOLE,
) -> Explanation:
    """The answer to a question about a spec."""
    model, names = _compiled(text)
    request = question(model, names, principal=principal, action=action, resource=resource, context=context)
    return explain(model, request, given)
