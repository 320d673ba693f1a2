"""What identity policies allow, beside a domain's own: within one account either policy is enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from landbridge.aws import arn as arns
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.rules.rule import Subject

_MANAGED = ("/AmazonESFullAccess", "/AmazonOpenSearchServiceFullAccess", "/PowerUserAccess")
"""AWS's policies with es:* on everything. Who is an administrator has said so elsewhere."""
_EVERYTHING = Statement(actions=("es:*",), resources=("*",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One Allow statement that principals of the spec have.

    Attributes:
        name: the address of the Terraform resource by which they have it.
        statement: what it allows.
        reasoned: whether somebody said why.
        by: who has it, as `role/NAME`, `user/NAME` and `group/NAME`, without the paths of their ARNs.
    """

    name: str
    statement: Statement
    reasoned: bool
    by: frozenset[str]


def held(subject: Subject) -> Iterator[Held]:
    """Every Allow statement of every identity policy of the spec, those of grants as well."""
    holders = _Holders(subject)
    for kind in ("group", "role"):
        for each in holders.all(f"aws_iam_{kind}_policy"):
            yield from _allows(each, holders.of(kind, getattr(each, kind)))
        for each in holders.all(f"aws_iam_{kind}_policy_attachment"):
            if str(each.policy_arn).endswith(_MANAGED):
                by = holders.of(kind, getattr(each, kind))
                yield Held(name=each.address, statement=_EVERYTHING, reasoned=bool(each.reason), by=by)
    for each in holders.all("aws_iam_policy"):
        name = f"{each.path}{each.name}"
        if name in holders.attached:  # one that nobody has is at most a boundary
            yield from _allows(each, frozenset(holders.attached[name]))


def names(statement: Statement, account: str, by: frozenset[str]) -> bool:
    """Tell whether a statement of a domain's policy names one of these, or their whole account."""
    for value in (value for each in statement.principals for value in each.values):
        parsed = arns.parse(root_of(value))
        if parsed is not None and parsed.account == account:
            kind, _, name = parsed.resource.partition("/")
            if kind == "root" or f"{kind}/{name.rpartition('/')[2]}" in by:
                return True
    return False


def root_of(value: str) -> str:
    """A principal as an ARN: an account's bare id, which policies of AWS may have, stands for its root.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
    """
    return f"arn:aws:iam::{value}:root" if arns.is_account_id(value) else value


def _allows(resource: Any, by: frozenset[str]) -> Iterator[Held]:
    for each in resource.policy.statements if isinstance(resource.policy, PolicyDocument) else ():
        if each.effect == "Allow":
            reasoned = bool(each.reason or resource.reason)
            yield Held(name=resource.address, statement=each, reasoned=reasoned, by=by)


class _Holders:
    """Who has the policies of a model: roles, and users by their groups.

    `attached` has it for managed policies, by the path and name at the end of their ARN.
    """

    def __init__(self, subject: Subject) -> None:
        self._resources: dict[str, list[Any]] = {}
        for each in (each for module in subject.modules for each in module.resources):
            self._resources.setdefault(each.type, []).append(each)
        self._users: dict[str, set[str]] = {}
        for membership in self.all("aws_iam_user_group_membership"):
            for group in membership.groups:
                self._users.setdefault(str(group), set()).add(f"user/{membership.user}")
        self.attached: dict[str, set[str]] = {}
        for kind in ("group", "role"):
            for each in self.all(f"aws_iam_{kind}_policy_attachment"):
                name = str(each.policy_arn).partition(":policy")[2]
                self.attached.setdefault(name, set()).update(self.of(kind, getattr(each, kind)))

    def all(self, type_: str) -> list[Any]:
        """The resources of a Terraform type."""
        return self._resources.get(type_, [])

    def of(self, kind: str, name: str) -> frozenset[str]:
        """Who has what a role or group has."""
        return frozenset({f"{kind}/{name}", *(self._users.get(str(name), ()) if kind == "group" else ())})
