"""A request to AWS: who wants to do what to which resource, and what is known around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from landbridge.aws import arn
from landbridge.policy.evaluation.truth import Truth, truth

ANONYMOUS = "*"
"""The principal of a request that nobody signed."""

OWNER = "aws:ResourceAccount"
"""The key that says whose the resource is."""

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
        session_of: ARN of the role whose session the principal is; left empty, the role's path is not known, which a
            session's ARN leaves out.
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
    def _owner(self) -> str:
        """Who is known to own the resource. AWS's own, such as its managed policies, are everybody's."""
        parsed = arn.parse(self.resource)
        told = next((values for key, values in self.given.items() if key.lower() == OWNER.lower()), ())
        named = parsed.account if parsed and arn.is_account_id(parsed.account) else ""
        return self.resource_account or named or (told[0] if told else "")

    @cached_property
    def crosses(self) -> Truth:
        """Whether the caller and the resource are of different accounts. A bucket's ARN does not say whose it is."""
        if not self.account:
            return Truth.NO
        if self._owner:
            return truth(self.account != self._owner)
        parsed = arn.parse(self.resource)
        return Truth.UNKNOWN if parsed and parsed.service == "s3" else Truth.NO

    @cached_property
    def role(self) -> str:
        """ARN of the role whose session it is, or of the role that is asked about; empty for all others."""
        if self._session:
            partition = self.principal.split(":")[1]
            return self.session_of or f"arn:{partition}:iam::{self.account}:role/{self._session}"
        return self.principal if self._is_iam("role/") else ""

    @cached_property
    def _session(self) -> str:
        """The name of the role whose session it is; empty where it is none."""
        return _role_of_session(self.principal)

    def is_of_role(self, text: str) -> bool:
        """Whether an ARN is that of its role. An account has a role's name only once, whatever the path before it.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (names)
        """
        if not self._session or self.session_of:
            return bool(self.role) and text == self.role
        parsed, own = arn.parse(text), arn.parse(self.role)
        if parsed is None or own is None or not parsed.resource.startswith("role/"):
            return False
        return parsed.fields[:-1] == own.fields[:-1] and parsed.resource.rpartition("/")[2] == self._session

    def is_session_of_it(self, text: str) -> bool:
        """Whether it is asked about a role, and an ARN is that of one of its sessions."""
        parsed, own = arn.parse(text), arn.parse(self.principal)
        if parsed is None or own is None or not self._is_iam("role/"):
            return False
        return parsed.account == own.account and _role_of_session(text) == own.resource.rpartition("/")[2]

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
        known: dict[str, tuple[str, ...]] = {OWNER.lower(): (self._owner,)} if self._owner else {}
        if self.account:
            known |= {
                "aws:principalaccount": (self.account,),
                "aws:principalisawsservice": ("false",),
                "aws:principaltype": (self._type,),
                "aws:username": (self.principal.rpartition("/")[2],) if self.is_user else (),
            }
            if not self._session or self.session_of:
                known["aws:principalarn"] = (self.role or self.principal,)
            if self.action.lower().startswith("kms:"):
                known["kms:calleraccount"] = (self.account,)
        elif self.is_service:
            known["aws:principalisawsservice"] = ("true",)
        elif self.is_anonymous:
            absent = ("aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:principalisawsservice")
            known |= {"aws:principalaccount": ("anonymous",)} | dict.fromkeys((*absent, "aws:username"), ())
        return known | {key.lower(): values for key, values in self.given.items()}

    @property
    def _type(self) -> str:
        if self.role:
            return "AssumedRole"
        return "User" if self.is_user else "Account" if self.is_root else "FederatedUser"


def _role_of_session(text: str) -> str:
    parsed = arn.parse(text)
    found = parsed and parsed.service == "sts" and parsed.resource.startswith("assumed-role/")
    return parsed.resource.split("/")[1] if parsed and found else ""
