"""Reading a spec for what it means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.terraform.harness import Grant, grants
from tests.terraform.meaning.assistant import Assistant
from tests.terraform.meaning.dms import Dms
from tests.terraform.meaning.domains import Domains
from tests.terraform.meaning.form import Group, InstanceProfile, Meaning, Policy, Role, User
from tests.terraform.meaning.keys import key_grants, keys
from tests.terraform.meaning.levels import accessed, assigned
from tests.terraform.meaning.merge import merged
from tests.terraform.meaning.mgn import Mgn
from tests.terraform.meaning.mgn_operators import MgnOperator
from tests.terraform.meaning.names import Names, Thing, listed
from tests.terraform.meaning.network import Network
from tests.terraform.meaning.operators import Operator
from tests.terraform.meaning.trust import provider, trust

_STATEMENT_KEYS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}


def read(spec: Path) -> "Reading":
    """Read a spec and everything it extends."""
    return Reading(merged(spec), spec.parent)


class Reading:
    """One spec, read.

    Args:
        spec: the merged spec.
        folder: the folder of the spec, for the files that it names.
    """

    def __init__(self, spec: Thing, folder: Path) -> None:
        self.names = Names(spec)
        self._folder = folder
        self._tags = spec.get("tags", {})
        security = spec.get("security", {})
        self._export: Thing | None = security.get("user_group_mappings")
        self.dms = Dms(self.names)
        self.assistant = Assistant(self.names)
        self.mgn = Mgn(self.names)
        self.domains = Domains(self.names, folder, self.assistant.domain_statements())
        flows = (*self.dms.flows(), *self.assistant.flows(), *self.mgn.flows())
        self.network = Network(self.names, flows, (*self.dms.needs(), *self.mgn.needs()))

    def meaning(self, managed: Mapping[str, str]) -> Meaning:
        """Work out what the account must hold.

        Args:
            managed: the ARNs of AWS's own policies by name.
        """
        made = self._made(managed)
        found = self._named(made)
        existing = _roles_that_exist(found, self.names.iam("root"))
        for name, policy in self.assistant.attached().items():
            existing[name] = replace(existing[name], attached=frozenset({policy}))
        return replace(
            made,
            roles={**existing, **made.roles},
            users={**_users_that_exist(found), **made.users},
        )

    def existing_principals(self, managed: Mapping[str, str]) -> set[str]:
        """The ARNs of this account's roles and users that policies of the spec name and that it does not make."""
        return self._named(self._made(managed))

    def _made(self, managed: Mapping[str, str]) -> Meaning:
        names, groups = self.names, self.names.part("iam_groups")
        return Meaning(
            groups={names.name("group", key, group): self._group(key, group, managed) for key, group in groups.items()},
            roles={
                names.name("role", key, role): self._role(section, key, role, managed)
                for section, key, role in names.roles()
            }
            | self.dms.roles(managed)
            | self.assistant.roles(),
            policies={
                names.arn("policy", key, policy): self._policy(policy) for key, policy in names.part("policies").items()
            }
            | self.domains.policies()
            | self.assistant.policies()
            | self.mgn.policies(),
            users=self._users(),
            instance_profiles={
                names.name("role", key, role): self._instance_profile(names.name("role", key, role), role)
                for _, key, role in names.roles()
                if role.get("instance_profile")
            },
            others=frozenset(self.existing_policies),
            keys=keys(names, joined(self.dms.key_uses(), self.assistant.key_uses())),
            key_grants=key_grants(names),
            security_groups=self.network.groups(),
            vpc_endpoints=self.network.endpoints(),
            operators={operator.arn: operator.meaning() for operator in self.operators},
            domains=self.domains.meaning(),
            data_access=self.assistant.data_access(),
        )

    @property
    def operators(self) -> list[Operator | MgnOperator]:
        """Who works with DMS and MGN."""
        return [*self.dms.operators, *self.mgn.operators]

    def _named(self, meaning: Meaning) -> set[str]:
        names = self.names
        policies = [role.trust for role in meaning.roles.values()]
        policies += [key.policy for key in meaning.keys.values()]
        policies += [domain.policy for domain in meaning.domains.values()]
        named = {grant.principal.removeprefix("AWS ") for policy in policies for grant in policy}
        named.update(self.domains.named(), self.assistant.product_roles())
        made = {names.iam(f"role{role.path}{name}") for name, role in meaning.roles.items()}
        made |= {names.iam(f"user{user.path}{name}") for name, user in meaning.users.items()}
        return {arn for arn in named - made if arn.startswith((names.iam("role/"), names.iam("user/")))}

    @cached_property
    def existing_users(self) -> set[str]:
        """The members that the spec does not create: they have to be there already."""
        return self._memberships.keys() - self.names.part("users").keys()

    @cached_property
    def identity_providers(self) -> set[tuple[str, str]]:
        """The identity providers that roles trust: ("saml" or "oidc", ARN). They have to be there already."""
        return {
            (kind, provider(self.names, kind, role[kind]))
            for role in self.names.part("federated_roles").values()
            for kind in ("saml", "oidc")
            if kind in role
        }

    @cached_property
    def existing_policies(self) -> set[str]:
        """The ARNs of this account's policies that the spec refers to and does not make."""
        names = self.names
        roles = [role for _, _, role in names.roles()]
        referred = {self._boundary(thing) for thing in (*roles, *names.part("users").values())}
        referred.update(arn for holder in (*roles, *names.part("iam_groups").values()) for arn in self._by_arn(holder))
        made = {names.arn("policy", key, policy) for key, policy in names.part("policies").items()}
        return {arn for arn in referred - made if arn.startswith(names.iam("policy/"))}

    @cached_property
    def existing_keys(self) -> set[str]:
        """The ARNs of the keys that the spec grants on and does not make."""
        return {arn for arn, _ in key_grants(self.names)} - keys(self.names, {}).keys()

    def _group(self, key: str, group: Thing, managed: Mapping[str, str]) -> Group:
        """A group may assume the roles that name it: its half of the handshake."""
        targets = [
            self.names.arn("role", name, role)
            for name, role in self.names.part("assumable_roles").items()
            if key in role["assumable_by"].get("groups", [])
        ]
        assume = [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": targets}] if targets else []
        attached = self._attached(group, managed) | self._from_parts("groups", key)
        return Group(group.get("path", "/"), attached, self._grants(group, assume))

    def _role(self, section: str, key: str, role: Thing, managed: Mapping[str, str]) -> Role:
        return Role(
            path=role.get("path", "/"),
            description=role.get("description", ""),
            trust=grants({"Statement": list(trust(self.names, section, role))}),
            attached=self._attached(role, managed) | self._from_parts("roles", key),
            grants=self._grants(role),
            boundary=self._boundary(role),
            max_session=role.get("max_session_duration", 3600),
            tags=self._tags | role.get("tags", {}),
        )

    def _instance_profile(self, name: str, role: Thing) -> InstanceProfile:
        return InstanceProfile(role.get("path", "/"), (name,), self._tags | role.get("tags", {}))

    def _policy(self, policy: Thing) -> Policy:
        return Policy(policy.get("description", ""), self._grants(policy), self._tags | policy.get("tags", {}))

    def _users(self) -> dict[str, User]:
        found = {name: User("/", self._memberships[name], "", {}) for name in self.existing_users}
        for name, user in self.names.part("users").items():
            groups = self._memberships.get(name, frozenset())
            tags = self._tags | user.get("tags", {})
            found[name] = User(user.get("path", "/"), groups, self._boundary(user), tags)
        return found

    @cached_property
    def _memberships(self) -> dict[str, frozenset[str]]:
        groups = self.names.part("iam_groups")
        pairs = {(user, key) for key, group in groups.items() for user in group.get("members", [])}
        pairs.update(self._exported())
        return {
            user: frozenset(self.names.name("group", key, groups[key]) for member, key in pairs if member == user)
            for user, _ in pairs
        }

    def _exported(self) -> Iterator[tuple[str, str]]:
        """Yield user and new group for every membership of an export of the old groups."""
        if self._export is None:
            return
        for line in (self._folder / self._export["file"]).read_text(encoding="utf-8").splitlines():
            old, _, users = line.partition(":")
            if new := self._export["groups"].get(old.strip()):
                yield from ((user, new) for user in users.split())

    def _boundary(self, thing: Thing) -> str:
        return self.names.boundary(thing.get("permissions_boundary"))

    def _from_parts(self, kind: str, key: str) -> frozenset[str]:
        """Return the policies that other parts of the spec attach to a group or role."""
        return self.domains.attached(kind, key) | self.mgn.attached(kind, key)

    def _attached(self, holder: Thing, managed: Mapping[str, str]) -> frozenset[str]:
        by_name = [managed[entry] for entry in _managed(holder) if not entry.startswith("arn:")]
        own = [self.names.fill(f"{{policy:{key}}}") for key in holder.get("customer_policies", [])]
        return frozenset([*by_name, *own, *self._by_arn(holder)])

    def _by_arn(self, holder: Thing) -> list[str]:
        return [self.names.fill(entry) for entry in _managed(holder) if entry.startswith("arn:")]

    def _grants(self, holder: Thing, further: Iterable[Thing] = ()) -> frozenset[Grant]:
        statements = list(further)
        for service, entry in holder.get("policy_assignments", {}).items():
            statements += assigned(self.names, service, entry if isinstance(entry, str) else entry["level"])
        for access in holder.get("access", []):
            statements += accessed(self.names, self._folder, access)
        statements += map(self._authored, holder.get("statements", []))
        statements += (self._authored({"effect": "Deny", **guard}) for guard in holder.get("guards", {}).values())
        return grants({"Statement": statements})

    def _authored(self, statement: Thing) -> Thing:
        given = {_STATEMENT_KEYS[key]: values for key, values in statement.items() if key in _STATEMENT_KEYS}
        return {
            "Effect": statement.get("effect", "Allow"),
            "Condition": self.names.conditions(statement.get("conditions", {})),
            **{key: [self.names.fill(value) for value in listed(values)] for key, values in given.items()},
        }


def joined(*many: Mapping[str, list[Thing]]) -> dict[str, list[Thing]]:
    """Join lists of statements by what they are about."""
    return {key: [statement for each in many for statement in each.get(key, [])] for part in many for key in part}


def _managed(holder: Thing) -> list[str]:
    """Return the names and ARNs under managed_policies."""
    return [entry if isinstance(entry, str) else entry["name"] for entry in holder.get("managed_policies", [])]


def _roles_that_exist(arns: Iterable[str], trusted: str) -> dict[str, Role]:
    """What `Account.create_roles` makes stays as it is."""
    trust = grants({"Statement": {"Effect": "Allow", "Principal": {"AWS": trusted}, "Action": "sts:AssumeRole"}})
    nothing: frozenset[Any] = frozenset()
    return {
        name: Role(path, "", trust, nothing, nothing, "", max_session=3600, tags={})
        for path, name in _paths_and_names(arns, "role")
    }


def _users_that_exist(arns: Iterable[str]) -> dict[str, User]:
    return {name: User(path, frozenset(), "", {}) for path, name in _paths_and_names(arns, "user")}


def _paths_and_names(arns: Iterable[str], kind: str) -> Iterator[tuple[str, str]]:
    for arn in arns:
        if (resource := arn.split(":", 5)[5]).startswith(f"{kind}/"):
            path, _, name = resource.removeprefix(kind).rpartition("/")
            yield f"{path}/", name
