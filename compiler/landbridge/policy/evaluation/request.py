"""A request to AWS: who wants to do what to which resource, and what is known around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from landbridge.aws import arn

ANONYMOUS = "*"
"""The principal of a request that nobody signed."""

_PROVIDERS = ("saml-provider/", "oidc-provider/")


@dataclass(frozen=True)
class Request:
    """One request.

    Attributes:
        principal: ARN of a role (which stands for any session of it), user, role session, identity provider or account
            root; a service's name; or `ANONYMOUS`.
        action: such as `es:ESHttpGet`.
        resource: ARN, or `*` for an action that is about none. A `*` in it is a character like others.
        resource_account: who owns the resource; left empty it is that of its ARN.
        session_of: ARN of the role whose session the principal is, where that role has a path: the session's ARN has
            none.
        given: context keys with their values; a key without values is known to be absent. A key that is not there is
            not known.
    """

    principal: str
    action: str
    resource: str
    resource_account: str = ""
    session_of: str = ""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody signed it."""
        return self.principal == ANONYMOUS

    @cached_property
    def account(self) -> str:
        """The caller's account; empty for a service, an identity provider, or nobody."""
        parsed = arn.parse(self.principal)
        return parsed.account if parsed and not self.is_federated else ""

    @cached_property
    def owner(self) -> str:
        """The account that owns the resource; the caller's where nobody says, as for buckets."""
        return self._known_owner or self.account

    @cached_property
    def _known_owner(self) -> str:
        parsed = arn.parse(self.resource)
        told = next((values for key, values in self.given.items() if key.lower() == "aws:resourceaccount"), ())
        return self.resource_account or (parsed.account if parsed else "") or (told[0] if told else "")

    @property
    def crosses(self) -> bool:
        """Whether the caller and the resource are of different accounts."""
        return bool(self.account) and self.account != self.owner

    @cached_property
    def role(self) -> str:
        """ARN of the role whose session it is, or of the role that is asked about; empty for all others."""
        parsed = arn.parse(self.principal)
        if parsed and parsed.service == "sts" and parsed.resource.startswith("assumed-role/"):
            name = parsed.resource.split("/")[1]
            return self.session_of or f"arn:{parsed.partition}:iam::{parsed.account}:role/{name}"
        return self.principal if self._is_iam("role/") else ""

    @property
    def is_user(self) -> bool:
        """Whether it is an IAM user's."""
        return self._is_iam("user/")

    @property
    def is_root(self) -> bool:
        """Whether it is the root user's of an account."""
        return self._is_iam("root")

    @property
    def is_federated(self) -> bool:
        """Whether it is made in the name of an identity provider, which is how roles are assumed with its tokens."""
        return self._is_iam(*_PROVIDERS)

    @property
    def is_service(self) -> bool:
        """Whether an AWS service makes it in its own name."""
        return not self.is_anonymous and arn.parse(self.principal) is None

    def _is_iam(self, *kinds: str) -> bool:
        parsed = arn.parse(self.principal)
        return parsed is not None and parsed.service == "iam" and parsed.resource.startswith(kinds)

    @cached_property
    def context(self) -> Mapping[str, tuple[str, ...]]:
        """What is known, by key in small letters: what follows from the request itself, and what was given.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and, for the
        kinds of principals, the table "Principal key values" of reference_policies_variables.html
        """
        known: dict[str, tuple[str, ...]] = {"aws:resourceaccount": (self._known_owner,)} if self._known_owner else {}
        if self.account:
            known |= {
                "aws:principalaccount": (self.account,),
                "aws:principalarn": (self.role or self.principal,),
                "aws:principalisawsservice": ("false",),
                "aws:principaltype": (self._type,),
                "aws:username": (self.principal.rpartition("/")[2],) if self.is_user else (),
                "kms:calleraccount": (self.account,),
            }
        elif self.is_service:
            known["aws:principalisawsservice"] = ("true",)
        elif self.is_anonymous:
            absent = ("aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths")
            known |= dict.fromkeys((*absent, "aws:principalisawsservice", "aws:username"), ())
        return known | {key.lower(): values for key, values in self.given.items()}

    @property
    def _type(self) -> str:
        if self.role:
            return "AssumedRole"
        return "User" if self.is_user else "Account" if self.is_root else "FederatedUser"
