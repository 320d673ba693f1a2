"""What operators may do, as questions that their policies have to answer; of DMS here, see also `mgn_operators`.

Which statements a policy has is the compiler's to choose. What the spec says about people is what they may do and
what not, so that is asked.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import ClassVar

from tests.terraform.meaning.decisions import Request
from tests.terraform.meaning.form import Operator as Form
from tests.terraform.meaning.names import Names, Thing, listed

_USER = "jane.doe"
_TOO_EARLY, _TOO_LATE = "1999-01-01T00:00:00Z", "2199-01-01T00:00:00Z"
_AN_ACTION = {
    "rep": "ModifyReplicationInstance",
    "endpoint": "ModifyEndpoint",
    "task": "StartReplicationTask",
    "cert": "DeleteCertificate",
    "es": "ModifyEventSubscription",
    "subgrp": "ModifyReplicationSubnetGroup",
    "replication-config": "ModifyReplicationConfig",
}
_MAKE_INSTANCES = ("CreateReplicationInstance", "ModifyReplicationInstance")
_MAKE_ENDPOINTS = ("CreateEndpoint", "ModifyEndpoint")
_CREATES = {
    "rep": "CreateReplicationInstance",
    "endpoint": "CreateEndpoint",
    "task": "CreateReplicationTask",
    "es": "CreateEventSubscription",
    "subgrp": "CreateReplicationSubnetGroup",
}


@dataclass(frozen=True)
class Question:
    """Whether a request is allowed, and why it should be or should not."""

    why: str
    request: Request
    allowed: bool


class Entry:
    """One entry of the operators of an area.

    Args:
        names: of the spec.
        key: of the entry.
    """

    area: ClassVar[str]

    def __init__(self, names: Names, key: str) -> None:
        self._names = names
        self._key = key
        self._entry = names.part("operators", self.area)[key]

    @property
    def arn(self) -> str:
        """The ARN of its policy; where it did not fit into one, the further ones have longer names."""
        return self._names.iam(f"policy/{self._names.name('policy', f'{self.area}-{self._key}', self._entry)}")

    def meaning(self) -> Form:
        """Who has the policies, and what they are like besides what they grant."""
        groups, roles = self._names.part("iam_groups"), {key: role for _, key, role in self._names.roles()}
        return Form(
            holders=frozenset(
                [
                    *(self._names.name("group", key, groups[key]) for key in self._entry.get("groups", [])),
                    *(self._names.name("role", key, roles[key]) for key in self._entry.get("roles", [])),
                ]
            ),
            description=self._entry.get("description", ""),
            tags=self._names.spec.get("tags", {}),
        )


class Operator(Entry):
    """One entry of `dms.operators`."""

    area = "dms"

    def __init__(self, names: Names, key: str) -> None:
        super().__init__(names, key)
        self._sections: Thing = self._entry.get("sections", {})
        self._everything = not self._entry.get("allow") and "own_endpoints_only" not in self._entry

    def questions(self) -> Iterator[Question]:
        """Yield questions about everything that the entry says."""
        yield from self._about_dms()
        yield from self._about_allowed()
        yield from self._about_denied()
        yield from self._about_own_endpoints()
        yield from self._about_sections()
        yield from self._about_roles()

    def _about_dms(self) -> Iterator[Question]:
        region, account = self._names.region, self._names.account_id
        task = self._arn("task", "SOME")
        yield self._ask("lists", "dms:DescribeEndpoints", "*", True)
        yield self._ask("nobody else's", "dms:StartReplicationTask", task.replace(account, "999999999999"), False)
        yield self._ask("not all of AWS", "s3:GetObject", "arn:aws:s3:::some/thing", False)
        yield self._ask("no rights for themselves", "iam:PutUserPolicy", self._names.iam(f"user/{_USER}"), False)
        if self._everything:
            yield from self._also_when("everything", "dms:StartReplicationTask", task)
            there = self._ask("regions", "dms:StopReplicationTask", task.replace(region, "ap-south-1"), False)
            yield replace(there, allowed="all_regions" in self._entry)

    def _about_allowed(self) -> Iterator[Question]:
        for item in self._entry.get("allow", []):
            for kind in item["types"]:
                id_ = item.get("ids", ["SOME"])[0].replace("*", "x")
                arn = self._arn(kind, id_)
                if wanted := item.get("request_tags"):
                    if kind in _CREATES:
                        for tags, good in self._tagged(wanted):
                            asked = {f"{word}/{key}": value for key, value in tags.items() for word in _REQUEST_TAG}
                            yield self._ask("request tags", f"dms:{_CREATES[kind]}", arn, good, asked)
                    continue
                action = self._action(item, kind)
                for tags, good in self._tagged(item.get("tags", {})):
                    asked = self._resource_tags(kind, tags)
                    yield from (
                        self._also_when("tags", action, arn, asked)
                        if good
                        else [self._ask("other tags", action, arn, False, asked)]
                    )
                if "ids" in item:
                    yield self._ask("other ids", action, self._arn(kind, "QQQ"), False)

    def _about_denied(self) -> Iterator[Question]:
        for item in self._entry.get("deny", []):
            for kind in item["types"]:
                action = self._action(item, kind)
                for id_ in item.get("ids", ["SOME"]):
                    tags = next(self._tagged(item.get("tags", {})))[0]
                    allowed = self._every_tag(kind)
                    asked = allowed | self._resource_tags(kind, tags)
                    yield self._ask("denied", action, self._arn(kind, id_.replace("*", "x")), False, asked)

    def _about_own_endpoints(self) -> Iterator[Question]:
        if own := self._entry.get("own_endpoints_only"):
            for owner, good in ((_USER, True), ("somebody.else", False)):
                tags = self._resource_tags("endpoint", {own["tag"]: owner})
                yield self._ask("own endpoints", "dms:ModifyEndpoint", self._arn("endpoint", "SOME"), good, tags)

    def _about_sections(self) -> Iterator[Question]:
        names = self._names
        has = self._sections.get
        logs = names.arn_of("logs", "log-group:dms-tasks-main:log-stream:x")
        yield self._ask("console", "kms:ListAliases", "*", has("console", False))
        yield self._ask("logs", "logs:GetLogEvents", logs, has("logs", False))
        yield self._ask("others' logs", "logs:GetLogEvents", names.arn_of("logs", "log-group:/aws/lambda/x"), False)
        yield self._ask("metrics", "cloudwatch:GetMetricData", "*", has("metrics", False))
        vpc = has("vpc", self._everything)
        yield self._ask("vpc", "ec2:DescribeSubnets", "*", vpc)
        interface = names.arn_of("ec2", "network-interface/eni-1")
        for action in ("Create", "Delete"):
            action = f"ec2:{action}NetworkInterface"
            yield from self._directly("vpc", action, interface, vpc and self._makes_instances())
        yield self._ask(
            "no groups", "ec2:AuthorizeSecurityGroupIngress", names.arn_of("ec2", "security-group/x"), False
        )
        user = names.iam(f"user/{_USER}")
        yield self._ask("own permissions", "iam:ListAttachedUserPolicies", user, has("view_own_permissions", False))
        roles = names.iam("role/dms-vpc-role")
        bound = {"iam:PermissionsBoundary": names.boundary(names.spec["dms"].get("permissions_boundary"))}
        makes = "create_roles" in self._sections
        yield self._ask("create roles", "iam:CreateRole", roles, makes, bound if any(bound.values()) else {})
        if any(bound.values()):
            yield self._ask("create roles without boundary", "iam:CreateRole", roles, False)
        yield self._ask("redshift", "redshift:DescribeClusters", "*", "redshift_console" in self._sections)
        for key in has("own_keys", []):
            through = {"kms:ViaService": f"dms.{names.region}.amazonaws.com"}
            lent = {"kms:GrantIsForAWSResource": "true"}
            kept = {"kms:GrantIsForAWSResource": "false"}
            yield self._ask("own keys", "kms:CreateGrant", names.key(key), True, through | lent)
            yield self._ask("own keys", "kms:CreateGrant", names.key(key), False, through | kept)
            yield self._ask("only by DMS", "kms:CreateGrant", names.key(key), False, lent)
            yield self._ask("only by DMS", "kms:Encrypt", names.key(key), False)
            yield self._ask("only by DMS", "kms:Decrypt", names.key(key), False)

    def _about_roles(self) -> Iterator[Question]:
        to_dms = {"iam:PassedToService": "dms.amazonaws.com"}
        yield self._ask("roles of others", "iam:PassRole", self._names.iam("role/Admin"), False, to_dms)
        for role in ("dms-vpc-role", "dms-cloudwatch-logs-role"):
            arn = self._names.iam(f"role/{role}")
            to_ec2 = {"iam:PassedToService": "ec2.amazonaws.com"}
            yield self._ask("to others", "iam:PassRole", arn, False, to_ec2)
            made = "create_roles" in self._sections
            yield self._ask("roles of DMS", "iam:PassRole", arn, made or self._makes_instances(), to_dms)
        for key, endpoint in self._names.part("endpoints", "dms").items():
            passes = self._passes(key)
            if secret := endpoint.get("secret"):
                own = secret.get("role_name") if isinstance(secret, dict) else None
                name = self._names.name("role", f"dms-{key}-secret", {"name": own})
                yield self._ask("secrets", "iam:PassRole", self._names.iam(f"role/{name}"), passes, to_dms)
            if endpoint["engine"] == "s3":
                name = self._names.name("role", f"dms-{key}", endpoint)
                yield self._ask("buckets", "iam:PassRole", self._names.iam(f"role/{name}"), passes, to_dms)

    def _passes(self, key: str) -> bool:
        """Whether they give DMS the roles of an endpoint: all, those that are named, or none."""
        if not self._everything and not ("own_endpoints_only" in self._entry or self._may("endpoint", _MAKE_ENDPOINTS)):
            return False
        return key in self._entry.get("endpoints", [key] if self._everything or "all_endpoints" in self._entry else [])

    def _makes_instances(self) -> bool:
        """Whether they may make or change replication instances."""
        return self._everything or self._may("rep", _MAKE_INSTANCES)

    def _may(self, kind: str, actions: Collection[str]) -> bool:
        """Whether something that is allowed has one of these actions, on some resource of a kind."""
        return any(
            fnmatchcase(f"dms:{action}".lower(), pattern.lower())
            for item in self._entry.get("allow", [])
            if kind in item["types"]
            for pattern in listed(item.get("actions", "dms:*"))
            for action in actions
        )

    def _directly(self, why: str, action: str, resource: str, good: bool) -> Iterator[Question]:
        """Yield whether a call is allowed; from elsewhere than the entry's networks, none is that AWS does not make."""
        asked = self._ask(why, action, resource, good)
        yield asked
        if "source_ips" in self._entry:
            away = {**asked.request.context, "aws:SourceIp": "198.51.100.77"}
            yield Question(f"{why} from elsewhere", replace(asked.request, context=away), False)
            for_them = {**away, "aws:ViaAWSService": "true"}
            yield Question(f"{why} by AWS", replace(asked.request, context=for_them), good)

    def _also_when(
        self, why: str, action: str, resource: str, asked: Mapping[str, str] | None = None
    ) -> Iterator[Question]:
        """Yield that it is allowed, and that it is not where a condition of the entry does not hold."""
        good = self._ask(why, action, resource, True, asked)
        yield good
        bad: dict[str, str] = {}
        if self._entry.get("require_mfa"):
            bad["aws:MultiFactorAuthPresent"] = "false"
        if self._entry.get("source_ips"):
            bad["aws:SourceIp"] = "198.51.100.77"
        for when, time in (("from", _TOO_EARLY), ("to", _TOO_LATE)):
            if when in self._entry.get("between", {}):
                request = replace(good.request, context={**good.request.context, "aws:CurrentTime": time})
                yield Question(f"{why}, but not {when}", request, False)
        for key, value in bad.items():
            yield Question(
                f"{why}, but {key}", replace(good.request, context={**good.request.context, key: value}), False
            )

    def _ask(
        self, why: str, action: str, resource: str, good: bool, asked: Mapping[str, str] | None = None
    ) -> Question:
        """Make a question, in a context in which all conditions of the entry hold."""
        context = {
            "aws:username": _USER,
            "aws:PrincipalAccount": self._names.account_id,
            "aws:MultiFactorAuthPresent": "true",
            "aws:ViaAWSService": "false",
            "aws:SourceIp": self._entry.get("source_ips", ["192.0.2.1"])[0].partition("/")[0],
            "aws:CurrentTime": self._entry.get("between", {}).get("from", "2026-01-01T00:00:00Z"),
            "aws:RequestedRegion": self._names.region,
        }
        return Question(why, Request(action, resource, context | dict(asked or {})), good)

    def _action(self, item: Thing, kind: str) -> str:
        if "actions" in item:
            text: str = listed(item["actions"])[0]
            return text.replace("*", "Something")
        return f"dms:{_AN_ACTION.get(kind, 'Something')}"

    def _every_tag(self, kind: str) -> dict[str, str]:
        """All tags by which the entry allows a kind, so that nothing but a denial stands in the way."""
        items = (item.get("tags", {}) for item in self._entry.get("allow", []) if kind in item["types"])
        tags = {key: values for wanted in items for key, values in wanted.items()}
        return self._resource_tags(kind, next(self._tagged(tags))[0])

    def _tagged(self, wanted: Thing) -> Iterator[tuple[dict[str, str], bool]]:
        """Yield tags that fit, then such that do not."""
        values = {key: [text.replace("${aws:username}", _USER) for text in listed(v)] for key, v in wanted.items()}
        yield {key: accepted[0] for key, accepted in values.items()}, True
        yield from (({**{k: v[0] for k, v in values.items()}, key: v[-1]}, True) for key, v in values.items())
        yield from (({**{k: v[0] for k, v in values.items()}, key: "something else"}, False) for key in values)
        if values:
            yield {}, False

    def _resource_tags(self, kind: str, tags: Mapping[str, str]) -> dict[str, str]:
        words = (f"dms:{kind}-tag", "aws:ResourceTag")
        return {f"{word}/{key}": value for word in words for key, value in tags.items()}

    def _arn(self, kind: str, id_: str) -> str:
        return self._names.arn_of("dms", f"{kind}:{id_}")


_REQUEST_TAG = ("dms:req-tag", "aws:RequestTag")
