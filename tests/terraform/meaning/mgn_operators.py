"""What operators of MGN may do, as questions that their policies have to answer; see `operators`.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationmigrationservice.html
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.terraform.meaning.decisions import Request
from tests.terraform.meaning.names import Names, listed
from tests.terraform.meaning.operators import Entry, Question

_ACTIONS = {
    "replicate": ("mgn:StartReplication", "source-server/s-1"),
    "settings": ("mgn:UpdateReplicationConfiguration", "source-server/s-1"),
    "test": ("mgn:StartTest", "source-server/s-1"),
    "cutover": ("mgn:StartCutover", "source-server/s-1"),
    "organise": ("mgn:UpdateWave", "wave/wave-1"),
    "retire": ("mgn:DeleteSourceServer", "source-server/s-1"),
    "templates": ("mgn:UpdateReplicationConfigurationTemplate", "replication-configuration-template/rct-1"),
}
"""An action that only one of the abilities stands for, and a resource of it."""
_TOO_LATE = "2199-01-01T00:00:00Z"


def end_of(day: str | date) -> str:
    """Return the moment in which a day is over, in UTC."""
    return f"{date.fromisoformat(str(day)) + timedelta(days=1)}T00:00:00Z"


class MgnOperator(Entry):
    """One entry of `mgn.operators`."""

    area = "mgn"

    def __init__(self, names: Names, key: str) -> None:
        super().__init__(names, key)
        self._tags = {f"aws:ResourceTag/{name}": listed(some)[0] for name, some in self._entry.get("tags", {}).items()}

    def questions(self) -> Iterator[Question]:
        """Yield questions about what the entry says: what, on which servers, until when, and which roles are passed."""
        yield from self._unless("lists", self._request("mgn:DescribeSourceServers", "*"), good=True)
        for ability, (action, resource) in _ACTIONS.items():
            request = self._request(action, self._names.arn_of("mgn", resource))
            yield from self._unless(ability, request, good=ability in self._entry["may"])
        yield from self._about_servers()
        yield from self._about_launches()
        yield from self._about_roles()
        for action, resource in (
            ("s3:GetObject", "arn:aws:s3:::some/thing"),
            ("iam:PutUserPolicy", self._names.iam("user/jane.doe")),
            ("mgn:RegisterAgentForMgn", "*"),
            ("mgn:InitializeService", "*"),
            ("ec2:TerminateInstances", self._names.arn_of("ec2", "instance/i-1")),
            ("ec2:AuthorizeSecurityGroupIngress", self._names.arn_of("ec2", "security-group/sg-1")),
        ):
            yield Question("not all of AWS", self._request(action, resource), False)

    def _about_servers(self) -> Iterator[Question]:
        account, region = self._names.account_id, self._names.region
        for ability in self._entry["may"]:
            if ability in _ACTIONS:
                action, resource = _ACTIONS[ability]
                arn = self._names.arn_of("mgn", resource)
                request = self._request(action, arn)
                elsewhere = {"of another account": arn.replace(account, "9" * 12)}
                elsewhere["of another region"] = arn.replace(region, "ap-south-1")
                for why, other in elsewhere.items():
                    yield Question(why, replace(request, resource=other), False)
                for tag in self._tags:
                    foreign = {**request.context, tag: "something else"}
                    yield Question("with other tags", replace(request, context=foreign), False)
                    without = {key: value for key, value in request.context.items() if key != tag}
                    yield Question("without tags", replace(request, context=without), False)

    def _about_launches(self) -> Iterator[Question]:
        """Yield that who launches servers lets MGN launch instances, and launches none without it."""
        launches = self._launches()
        tag = {"aws:RequestTag/AWSApplicationMigrationServiceManaged": "mgn.amazonaws.com"}
        instance = self._names.arn_of("ec2", "instance/i-1")
        by_mgn = {"aws:ViaAWSService": "true", **tag}
        yield from self._unless("by MGN", self._request("ec2:RunInstances", instance, by_mgn), good=launches, mfa=False)
        yield Question("by itself", self._request("ec2:RunInstances", instance, tag), False)
        untagged = {"aws:ViaAWSService": "true"}
        yield Question("of others", self._request("ec2:RunInstances", instance, untagged), False)
        yield Question("of others", self._request("ec2:TerminateInstances", instance, untagged), False)

    def _launches(self) -> bool:
        return not {"test", "cutover"}.isdisjoint(self._entry["may"])

    def _about_roles(self) -> Iterator[Question]:
        """Yield that MGN passes the roles for whoever launches, and that they pass none by themselves.

        https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSTransformServerMigrationAgentPolicy.html
        """
        passes = self._entry.get("instance_roles", []) if self._launches() else []
        for _, key, role in self._names.roles():
            arn = self._names.arn("role", key, role)
            for service, good in (("ec2.amazonaws.com", key in passes), ("lambda.amazonaws.com", False)):
                context = {"iam:PassedToService": service}
                yield Question("passes roles by itself", self._request("iam:PassRole", arn, context), False)
                by_mgn = {**context, "aws:ViaAWSService": "true", "aws:CalledVia": "mgn.amazonaws.com"}
                yield Question("passes roles", self._request("iam:PassRole", arn, by_mgn), good)

    def _unless(self, why: str, request: Request, *, good: bool, mfa: bool = True) -> Iterator[Question]:
        """Yield whether it is allowed, and that it is not where a condition of the entry does not hold.

        What AWS calls for somebody does not say whether there was multi-factor authentication.
        """
        yield Question(why, request, good)
        if mfa and self._entry.get("require_mfa"):
            context = {**request.context, "aws:MultiFactorAuthPresent": "false"}
            yield Question(f"{why} without MFA", replace(request, context=context), False)
        if "until" in self._entry:
            moments = {end_of(self._entry["until"]): False, f"{self._entry['until']}T23:59:59Z": good, _TOO_LATE: False}
            for moment, then in moments.items():
                context = {**request.context, "aws:CurrentTime": moment}
                yield Question(f"{why} at {moment}", replace(request, context=context), then)

    def _request(self, action: str, resource: str, context: dict[str, str] | None = None) -> Request:
        """Make a request in a context in which all conditions of the entry hold."""
        base = {
            "aws:MultiFactorAuthPresent": "true",
            "aws:ViaAWSService": "false",
            "aws:CurrentTime": "2026-01-01T00:00:00Z",
            "aws:RequestedRegion": self._names.region,
            "aws:PrincipalAccount": self._names.account_id,
        }
        return Request(action, resource, {**base, **self._tags, **(context or {})})
