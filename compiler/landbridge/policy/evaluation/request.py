"""A request to AWS: who wants to do what to which resource, and what is known around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from landbridge.aws import arn

ANONYMOUS = "*"
"""The principal of a request that nobody signed."""


@dataclass(frozen=True)
class Request:
    """One request.

    Attributes:
        principal: ARN of a role, user or role session; a service's name; or `ANONYMOUS`.
        action: such as `es:ESHttpGet`.
        resource: ARN, without wildcards.
        resource_account: who owns the resource; left empty it is that of its ARN.
        given: context keys with their values; a key without values is known to be absent. A key that is not there is
            not known.
    """

    principal: str
    action: str
    resource: str
    resource_account: str = ""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody signed it."""
        return self.principal == ANONYMOUS

    @cached_property
    def account(self) -> str:
        """The caller's account; empty for a service or nobody."""
        parsed = arn.parse(self.principal)
        return parsed.account if parsed else ""

    @cached_property
    def owner(self) -> str:
        """The account that owns the resource; the caller's where the ARN has none, as for buckets."""
        parsed = arn.parse(self.resource)
        return self.resource_account or (parsed.account if parsed else "") or self.account

    @cached_property
    def role(self) -> str:
        """ARN of the role whose session it is; the principal itself where it is no session.

        A session's ARN has no path: a role with a path has to be given as the role.
        """
        parsed = arn.parse(self.principal)
        if parsed and parsed.service == "sts" and parsed.resource.startswith("assumed-role/"):
            return f"arn:{parsed.partition}:iam::{parsed.account}:role/{parsed.resource.split('/')[1]}"
        return self.principal

    @cached_property
    def is_user(self) -> bool:
        """Whether it is an IAM user's."""
        parsed = arn.parse(self.principal)
        return parsed is not None and parsed.service == "iam" and parsed.resource.startswith("user/")

    @cached_property
    def context(self) -> Mapping[str, tuple[str, ...]]:
        """What is known, by key in small letters: what follows from the request itself, and what was given.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        known: dict[str, tuple[str, ...]] = {"aws:resourceaccount": (self.owner,)} if self.owner else {}
        if self.account:
            known |= {"aws:principalaccount": (self.account,), "aws:principalarn": (self.role,)}
            known["kms:calleraccount"] = (self.account,)
            known["aws:principaltype"] = ("User" if self.is_user else "AssumedRole",)
            known["aws:username"] = (self.principal.rpartition("/")[2],) if self.is_user else ()
        elif self.is_anonymous:
            absent = ("aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:username", "aws:userid")
            known |= dict.fromkeys(absent, ())
        return known | {key.lower(): values for key, values in self.given.items()}
