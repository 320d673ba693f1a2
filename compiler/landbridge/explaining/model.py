"""What a Terraform model says about principals and resources, found by the ARNs that requests have.

Resources are told by their Terraform type, whichever area they are of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from landbridge.aws import arn
from landbridge.ir import Root
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.evaluation.decision import Policy
from landbridge.policy.evaluation.request import Request

_KEY = re.compile(r"\{key:([^{}]+)\}$")
_DOMAIN = re.compile(r"(arn:(?:[^:/]*:){4}domain/[^/]+).*", re.DOTALL)
_DOMAIN_POLICIES = (
    *("aws_opensearch_domain_policy", "aws_elasticsearch_domain_policy"),
    *("aws_opensearch_domain", "aws_elasticsearch_domain"),
)
"""What holds the policy of a domain: a resource of its own, or the domain where it is adopted."""
_EVERYTHING = PolicyDocument((Statement(actions=("*",), resources=("*",)),))

_WITH_POLICIES = frozenset(
    (
        *("acm-pca", "backup", "bedrock", "cloudtrail", "codeartifact", "codebuild", "dynamodb", "ecr"),
        *("elasticfilesystem", "events", "execute-api", "glacier", "glue", "imagebuilder", "kafka", "kinesis"),
        *("lambda", "lex", "logs", "mediapackagev2", "mediastore", "redshift", "redshift-serverless", "rekognition"),
        *("s3", "s3-outposts", "s3express", "s3tables", "schemas", "secretsmanager", "serverlessrepo", "ses", "signer"),
        *("sns", "sqs", "ssm", "ssm-contacts", "ssm-incidents", "vpc-lattice"),
    )
)
"""Services whose resources can have policies of their own, as their ARNs name them.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html (resource-based)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What a spec says of a domain, and the model does not.

    Attributes:
        fine_grained: whether fine-grained access control is on.
        bare: whether it has no policy unless the model has one for it.
    """

    fine_grained: bool
    bare: bool


class Model:
    """One compiled spec, to be asked for the policies that take part in a request.

    Args:
        root: what the spec compiles to.
        domains: what the spec says of its domains, by ARN.
    """

    def __init__(self, root: Root, domains: Mapping[str, Domain] | None = None) -> None:
        self.root = root
        self._domains = domains or {}
        self._resources: dict[str, list[Any]] = {}
        for module in root.modules:
            for resource in module.resources:
                self._resources.setdefault(resource.type, []).append(resource)

    def role_of_session(self, principal: str) -> str:
        """The ARN of the model's role whose session this is; empty where it is none."""
        parsed = arn.parse(principal)
        if parsed is None or (parsed.service, parsed.account) != ("sts", self.root.account_id):
            return ""
        kind, _, rest = parsed.resource.partition("/")
        name = rest.partition("/")[0]
        own = (self._iam("role", role) for role in self._all("aws_iam_role") if role.name == name)
        return next(own, "") if kind == "assumed-role" else ""

    def user_arn(self, name: str) -> str:
        """The ARN of a user of the own account, with the path that the model knows for it."""
        own = (self._iam("user", user) for user in self._all("aws_iam_user") if user.name == name)
        return next(own, f"arn:{self.root.partition}:iam::{self.root.account_id}:user/{name}")

    def of_principal(self, request: Request) -> tuple[tuple[Policy, ...], Policy | None]:
        """The policies that a principal has, and its permissions boundary."""
        if not request.account:
            return (), None
        if request.is_root:
            return (Policy(name="whatever the root user may do, which is everything", document=_EVERYTHING),), None
        if request.account == self.root.account_id and request.role:
            return self._of_role(request.role)
        if request.account == self.root.account_id and request.is_user:
            return self._of_user(request)
        who = request.role or request.principal
        return (_more(who),), _boundary_of(who)

    def of_resource(self, request: Request) -> tuple[Policy | None, bool]:
        """The policy of a resource, and whether it decides if identity policies count.

        A key's decides, and so does a role's trust. A domain's is about requests to its endpoint, not about its
        configuration. Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
        """
        service = request.action.partition(":")[0]
        parsed = arn.parse(request.resource)
        if parsed is None:
            return None, False
        if service == "sts" and parsed.service == "iam" and parsed.resource.startswith("role/"):
            return self._trust(request.resource), True
        if service == "kms" and parsed.resource.startswith("key/"):
            return self._key_policy(request.resource), True
        if parsed.service == "es":
            asks = request.action.startswith(("es:ESHttp", "es:ESCrossCluster"))
            return (self._domain_policy(request.resource) if asks else None), False
        if parsed.service in _WITH_POLICIES and parsed.service == service:
            return Policy(name=f"policy of {_owner_of_policy(parsed)}", document=None), False
        return None, False

    def domain(self, request: Request) -> Domain | None:
        """What the spec says of the domain that a request is sent to; None where it says nothing."""
        return self._domains.get(_domain_of(request.resource)) if request.action.startswith("es:ESHttp") else None

    def _of_role(self, role_arn: str) -> tuple[tuple[Policy, ...], Policy | None]:
        """What a role has. To one that exists elsewhere the model may attach policies; it has more that nobody gave.

        They are attached by name, which an account has once, whatever the path before it.
        """
        name = role_arn.rpartition("/")[2]
        found = _once(self._held("role", name))
        for role in (each for each in self._all("aws_iam_role") if each.name == name):
            if self._iam("role", role) == role_arn:
                return found, self._boundary("role", role)
            found = ()  # the path is that of no role
        who = f"role {name}" if found else role_arn
        return (*found, _more(who, other=bool(found))), _boundary_of(who)

    def _of_user(self, request: Request) -> tuple[tuple[Policy, ...], Policy | None]:
        """What a user has by groups of the model; who exists elsewhere has more that nobody gave."""
        name = request.principal.rpartition("/")[2]
        memberships = (each for each in self._all("aws_iam_user_group_membership") if str(each.user) == name)
        groups = dict.fromkeys(str(group) for each in memberships for group in each.groups)
        found = [policy for group in groups for policy in self._held("group", group)]
        own = next((user for user in self._all("aws_iam_user") if self._iam("user", user) == request.principal), None)
        if own is not None:
            return _once(found), self._boundary("user", own)
        return (*_once(found), _more(f"user {name}", other=bool(groups))), _boundary_of(f"user {name}")

    def _held(self, kind: str, name: str) -> Iterator[Policy]:
        """The inline policies of a role or group, and those attached to it."""
        for inline in self._all(f"aws_iam_{kind}_policy"):
            if str(getattr(inline, kind)) == name:
                yield _policy(f"inline policy {inline.name} of {kind} {name}", inline, inline.policy)
        for attached in self._all(f"aws_iam_{kind}_policy_attachment"):
            if str(getattr(attached, kind)) == name:
                yield self._managed(str(attached.policy_arn))

    def _boundary(self, kind: str, holder: Any) -> Policy | None:
        if holder.permissions_boundary is not None:
            return self._managed(str(holder.permissions_boundary), "permissions boundary")
        if holder.keep_boundary:
            return Policy(name=f"boundary of {kind} {holder.name}, which stays as it is in AWS", document=None)
        return None

    def _managed(self, policy_arn: str, what: str = "policy") -> Policy:
        """A managed policy; one that the model does not have goes by its ARN."""
        name = policy_arn if policy_arn.startswith("arn:") else f"{what} {policy_arn}"
        return self._customer_managed.get((policy_arn, what)) or Policy(name=name, document=None)

    @cached_property
    def _customer_managed(self) -> dict[tuple[str, str], Policy]:
        return {
            (self._iam("policy", each), what): _policy(f"{what} {each.name}", each, each.policy)
            for each in self._all("aws_iam_policy")
            for what in ("policy", "permissions boundary")
        }

    def _trust(self, role_arn: str) -> Policy:
        for role in self._all("aws_iam_role"):
            if self._iam("role", role) == role_arn:
                return _policy(f"trust policy of role {role.name}", role, role.assume_role_policy)
        return Policy(name=f"trust policy of {role_arn}", document=None)

    def _key_policy(self, key_arn: str) -> Policy:
        key = _KEY.search(key_arn)
        for policy in self._all("aws_kms_key_policy"):
            of = _KEY.search(str(policy.key_id))
            if key and of and key[1] == of[1]:
                return _policy(f"key policy of {key[1]}", policy, policy.policy)
        return Policy(name=f"key policy of {key_arn}", document=None)

    def _domain_policy(self, resource: str) -> Policy | None:
        own = _domain_of(resource)
        parsed = arn.parse(own)
        if parsed is not None and (parsed.account, parsed.region) == (self.root.account_id, self.root.region):
            name = parsed.resource.removeprefix("domain/")
            for policy in (each for kind in _DOMAIN_POLICIES for each in self._all(kind)):
                if str(policy.domain_name) == name:
                    return _policy(f"access policy of domain {name}", policy, policy.access_policies)
            if own in self._domains and self._domains[own].bare:
                return None
        return Policy(name=f"access policy of {own}", document=None)

    def _all(self, kind: str) -> list[Any]:
        return self._resources.get(kind, [])

    def _iam(self, kind: str, resource: Any) -> str:
        return f"arn:{self.root.partition}:iam::{self.root.account_id}:{kind}{resource.path}{resource.name}"


def _policy(name: str, resource: Any, document: PolicyDocument) -> Policy:
    """A policy of the model. A statement that says nothing of where it comes from comes from its resource."""
    statements = (each if each.origin else replace(each, origin=resource.origin) for each in document.statements)
    return Policy(name=name, document=PolicyDocument(tuple(statements)))


def _more(who: str, *, other: bool = False) -> Policy:
    """What somebody has who exists elsewhere, be it beside policies of the model."""
    return Policy(name=f"{'other ' if other else ''}policies of {who}", document=None)


def _boundary_of(who: str) -> Policy:
    """The permissions boundary of somebody who exists elsewhere, and who may have none."""
    return Policy(name=f"boundary of {who}", document=None)


def _once(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    return tuple({policy.name: policy for policy in policies}.values())


def _owner_of_policy(parsed: arn.Arn) -> str:
    """The resource that has the policy: of an object in S3, its bucket."""
    if parsed.service == "s3":
        return str(replace(parsed, resource=parsed.resource.partition("/")[0]))
    return str(parsed)


def _domain_of(resource: str) -> str:
    """The ARN of the domain of which a resource is a path."""
    match = _DOMAIN.fullmatch(resource)
    return match[1] if match else resource
