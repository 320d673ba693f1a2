"""Scripts that map IAM roles and users to the security roles of a domain, which no resource of the provider does.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html#fgac-mapping
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landbridge.areas import contributions
from landbridge.areas.opensearch.naming import domain_name
from landbridge.areas.opensearch.spec import Domain, OpenSearch, RoleMapping
from landbridge.areas.outside import whereabouts
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.ir import Mapping, Page
from landbridge.source.nodes import shorten

API = {
    "opensearch": "_plugins/_security/api",
    "elasticsearch": "_opendistro/_security/api",
}
"""Path of the security API by the domain's engine."""

_LISTS = {"roles": ("backend_roles", "role"), "users": ("users", "user")}
"""What the spec says → the list of the mapping that it goes to, and what an ARN in it is of."""

# In the lists of a mapping * and ? stand for anything, so that neither may come from the name of a role.
_IAM = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[!-)+->@-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a mapping: `kind` is the list that it goes to, `name` an ARN."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one security role of the domain gets, and why."""

    origin: SpecPath
    role: str
    entries: tuple[Entry, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What a script knows: the domain, by its key and its name, where its security API is, and what is wanted.

    `endpoint` is empty where the spec does not know it, and `elsewhere` says where it is from if the spec says that;
    `api` is a path without slashes at its ends.
    """

    key: str
    domain: str
    account: str
    region: str
    endpoint: str
    elsewhere: str
    api: str
    mappings: tuple[Wanted, ...]

    @property
    def given(self) -> Iterator[Mapping]:
        """Who gets which role."""
        for wanted in self.mappings:
            yield from (Mapping(self.domain, wanted.role, entry.name) for entry in wanted.entries)

    @property
    def page(self) -> Page:
        """The script as a file."""
        return Page(
            name=f"role-mapping-{self.key.replace('_', '-')}.sh",
            title=f"Map IAM roles and users to security roles of the OpenSearch Service domain {self.domain}",
            template="areas/opensearch/role_mapping.sh.j2",
            content=self,
        )


Handed = dict[str, list[contributions.RoleMapping]]
"""Mappings of other areas by the domain's key."""


def scripts(scope: Scope, part: OpenSearch, handed: Handed) -> tuple[Script, ...]:
    """One script for each domain that has mappings, or had some that are to be taken away again."""
    found = (
        (key, domain, (*_mappings(scope, key, domain), *_handed(handed.get(key, ()))))
        for key, domain in part.domains.items()
    )
    return tuple(_script(scope, key, domain, mappings) for key, domain, mappings in found if mappings or key in handed)


def _script(scope: Scope, key: str, domain: Domain, mappings: tuple[Wanted, ...]) -> Script:
    endpoint = domain.endpoint or ""
    elsewhere = whereabouts(endpoint)
    return Script(
        key=key,
        domain=domain_name(scope, key, domain),
        account=scope.identity.account_id,
        region=scope.identity.region,
        endpoint="" if elsewhere else endpoint,
        elsewhere=elsewhere,
        api=API[domain.engine],
        mappings=mappings,
    )


def _mappings(scope: Scope, key: str, domain: Domain) -> Iterator[Wanted]:
    for role, mapping in domain.role_mappings.items():
        path: SpecPath = ("opensearch", "domains", key, "role_mappings", role)
        if "*" in role or not role.strip("."):
            message = f"{shorten(role)} is not the name of one security role"
            scope.report("LB618", path, message, "write a name such as all_access", at_key=True)
            continue
        entries = tuple(dict.fromkeys(_entries(scope, path, mapping)))
        if entries:
            yield Wanted(origin=path, role=role, entries=entries, reason=mapping.reason or "")


def _handed(mappings: Sequence[contributions.RoleMapping]) -> Iterator[Wanted]:
    for each in mappings:
        entries = tuple(Entry(kind="backend_roles", name=str(principal)) for principal in each.principals)
        if entries:
            yield Wanted(origin=each.origin, role=each.role, entries=entries, reason=each.reason)


def _entries(scope: Scope, path: SpecPath, mapping: RoleMapping) -> Iterator[Entry]:
    for field, (kind, what) in _LISTS.items():
        for index, text in enumerate(getattr(mapping, field)):
            where = (*path, field, index)
            known = len(scope.findings)
            name = str(scope.expand(text, where))
            exact = _IAM.fullmatch(name)
            if exact and exact[1] == what:
                yield Entry(kind=kind, name=name)
            elif len(scope.findings) == known:
                scope.report("LB618", where, f"{shorten(text)} is not the ARN of one IAM {what}", _hint(what, exact))


def _hint(what: str, exact: re.Match[str] | None) -> str:
    if exact:
        return f"put it into {exact[1]}s:"
    key = "{role:KEY}, or " if what == "role" else ""
    arn = f"arn:aws:iam::123456789012:{what}/NAME"
    return (
        f"write {key}an ARN such as {arn}; Landbridge maps IAM roles and users alone: groups of SAML or Cognito, and"
        " internal users, are mapped in the domain itself; neither *, nor what only Terraform knows, can be mapped"
    )
