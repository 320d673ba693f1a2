"""What the `opensearch:` part means: the access policy of each domain, and identity policies about domains.

The service decides by the method of a request and its path: an action stands for a method, a resource for a path.
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.terraform.harness import Grant, grants
from tests.terraform.meaning.form import Domain, Policy
from tests.terraform.meaning.names import Conditions, Names, Thing, listed

_METHODS = {
    "read": ("Get", "Head"),
    "search": ("Get", "Post"),
    "write": ("Delete", "Get", "Head", "Post", "Put"),
    "power": ("Get", "Put"),
    "administer": ("*",),
}
_SEARCHES = ("_search", "_count")
_REQUESTS = (*(f"es:ESHttp{method}" for method in _METHODS["write"]), "es:ESHttpPatch")
_OF_TAGS = ("aws:resourcetag/", "aws:requesttag/", "aws:tagkeys")
_SEE = ("es:Describe*", "es:List*")
_CHANGE = (
    *("es:UpdateDomainConfig", "es:UpgradeDomain"),
    *("es:StartServiceSoftwareUpdate", "es:CancelServiceSoftwareUpdate"),
)
_OF_NO_DOMAIN = (
    *("es:ListDomainNames", "es:ListVersions", "es:ListInstanceTypeDetails", "es:DescribeInstanceTypeLimits"),
)


class Domains:
    """The domains of a spec, which exist, and who may do what with them.

    Args:
        names: of the spec.
        folder: the folder of the spec, which has the files with the current policies.
        further: statements that other parts of the spec call for, by domain.
    """

    def __init__(self, names: Names, folder: Path, further: Mapping[str, list[Thing]] | None = None) -> None:
        self._further = further or {}
        self._names = names
        self._folder = folder
        self._domains = names.part("domains", "opensearch")
        self._grants = names.part("grants", "opensearch")

    def existing(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, engine and current policy of each domain, as a text that is empty where it has none."""
        for key, domain in self._domains.items():
            yield self._names.domain(key), domain.get("engine", "opensearch"), self._text(domain)

    def meaning(self) -> dict[str, Domain]:
        """Work out the policy of each domain, by name."""
        return {self._names.domain(key): Domain(self._policy(key, domain)) for key, domain in self._domains.items()}

    def named(self) -> Iterator[str]:
        """Yield the principals that current policies name: they exist."""
        for domain in self._domains.values():
            yield from (grant.principal.removeprefix("AWS ") for grant in grants(self._current(domain)))

    def policies(self) -> dict[str, Policy]:
        """Work out the identity policies about domains, by ARN."""
        tags = self._names.spec.get("tags", {})
        return {
            self._arn(key, grant): Policy("", grants({"Statement": list(self._granted(grant))}), tags)
            for key, grant in self._grants.items()
        }

    def attached(self, kind: str, holder: str) -> frozenset[str]:
        """Return the ARNs of those that a group or role has.

        Args:
            kind: groups or roles.
            holder: its key.
        """
        return frozenset(self._arn(key, grant) for key, grant in self._grants.items() if holder in grant.get(kind, []))

    def _arn(self, key: str, grant: Thing) -> str:
        return self._names.iam(f"policy/{self._names.name('policy', f'opensearch-{key}', grant)}")

    def _policy(self, key: str, domain: Thing) -> frozenset[Grant]:
        """What it had but for what is dropped, and the spec's own; a policy that is forgotten is left as it is."""
        current, takeover = listed(self._current(domain)["Statement"]), domain.get("takeover", "policy")
        drops = [] if takeover == "forget" else domain.get("drop", [])
        stays = [statement for statement in current if not any(_meant(statement, drop) for drop in drops)]
        own = (*self._access(key, domain), *self._authored(key, domain), *self._further.get(key, ()))
        added = own if takeover == "policy" else ()
        return grants({"Statement": [*stays, *added]})

    def _current(self, domain: Thing) -> Thing:
        found: Thing = json.loads(self._text(domain) or '{"Statement": []}')
        return found

    def _text(self, domain: Thing) -> str:
        """Read a policy as AWS prints it: within a domain, within its configuration, or the bare document."""
        if domain["current_policy"] == "none":
            return ""
        text: str = (self._folder / domain["current_policy"]).read_text(encoding="utf-8")
        found = json.loads(text)
        if "DomainConfig" in found:
            text = found["DomainConfig"]["AccessPolicies"]["Options"]
        if "DomainStatus" in found:
            text = found["DomainStatus"].get("AccessPolicies", "")
        return text

    def _access(self, key: str, domain: Thing) -> Iterator[Thing]:
        for access in domain.get("access", {}).values():
            source = {"IpAddress": {"aws:SourceIp": list(access["from"])}} if access.get("from") else {}
            yield {
                "Effect": access.get("effect", "allow").capitalize(),
                "Principal": self._who(access["who"]),
                "Action": _actions(access) or listed(access["actions"]),
                "Resource": [f"{self._names.domain_arn(key)}/{path}" for path in _paths(access)],
                "Condition": _joined(source, self._names.conditions(access.get("conditions", {}))),
            }

    def _authored(self, key: str, domain: Thing) -> Iterator[Thing]:
        for statement in domain.get("statements", []):
            below = [f"{self._names.domain_arn(key)}/{path}" for path in statement.get("paths", [])]
            given = {kind: self._arns(listed(values)) for kind, values in statement["principals"].items()}
            yield {
                "Effect": statement.get("effect", "Allow"),
                "Principal": "*" if given == {"AWS": ["*"]} else given,
                "Action": listed(statement["actions"]),
                "Resource": below or [self._names.fill(arn) for arn in listed(statement["resources"])],
                "Condition": self._names.conditions(statement.get("conditions", {})),
            }

    def _who(self, who: Iterable[str]) -> Thing | str:
        return "*" if "anonymous" in who else {"AWS": self._arns(who)}

    def _arns(self, principals: Iterable[str]) -> list[str]:
        return [self._names.iam("root", text) if text.isdigit() else self._names.fill(text) for text in principals]

    def _granted(self, grant: Thing) -> Iterator[Thing]:
        conditions = self._limits(grant)
        # What is about no domain has no tags to ask for, and names none.
        free = {
            operator: kept
            for operator, keys in conditions.items()
            if (kept := {key: values for key, values in keys.items() if not key.lower().startswith(_OF_TAGS)})
        }

        def allow(actions: Iterable[str], *resources: str, under: Conditions = conditions) -> Thing:
            return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources), "Condition": under}

        every = grant["domain"] == "*"
        domain = self._names.arn_of("es", "domain/*") if every else self._names.domain_arn(grant["domain"])
        whole = "*" if every else domain
        paths = list(_paths(grant))
        requests = ["*"] if every and paths == ["*"] else [f"{domain}/{path}" for path in paths]
        if actions := _actions(grant):
            yield allow(actions, *requests)
        configuration = grant.get("configuration", "none")
        if configuration != "none":
            yield allow(_SEE if configuration == "read" else (*_SEE, *_CHANGE), whole)
            if not every or free != conditions:
                yield allow(_OF_NO_DOMAIN, "*", under=free)
        for action in listed(grant.get("actions", [])):
            if action in _OF_NO_DOMAIN:
                yield allow([action], "*", under=free)
                continue
            request = any(fnmatchcase(known.lower(), action.lower()) for known in _REQUESTS)
            if request:
                yield allow([action], *requests)
            if not (request and action.lower().startswith("es:eshttp")):
                yield allow([action], whole)

    def _limits(self, grant: Thing) -> Conditions:
        """From where, on which tags, and what else a grant asks for."""
        found: Conditions = {"IpAddress": {"aws:SourceIp": list(grant["from"])}} if grant.get("from") else {}
        for key, values in grant.get("tags", {}).items():
            found.setdefault("ForAnyValue:StringEquals", {})[f"aws:ResourceTag/{key}"] = listed(values)
        for key, values in grant.get("request_tags", {}).items():
            found.setdefault("StringEquals", {})[f"aws:RequestTag/{key}"] = listed(values)
        return self._names.conditions(_joined(found, grant.get("conditions", {})))


def _actions(access: Thing) -> list[str]:
    return [f"es:ESHttp{method}" for method in _METHODS[access["may"]]] if "may" in access else []


def _paths(access: Thing) -> Iterator[str]:
    """Yield the paths of requests: an index is itself and all that is below it, an API is below an index."""
    indexes, apis = access.get("indexes", []), access.get("apis", [])
    searches = [] if apis or access.get("may") != "search" else _SEARCHES
    if not indexes:
        yield from [*apis, *searches, *(f"*/{api}" for api in searches)] or ["*"]
    for index in indexes:
        yield from (f"{index}/{api}" for api in (*apis, *searches))
        if not apis and not searches:
            yield from [index] if index.endswith("*") else [index, f"{index}/*"]


def _joined(*many: Mapping[str, Mapping[str, list[str]]]) -> Conditions:
    found: Conditions = {}
    for conditions in many:
        for operator, keys in conditions.items():
            found.setdefault(operator, {}).update(keys)
    return found


def _meant(statement: Thing, drop: Thing) -> bool:
    """Tell whether an entry of `drop` means a statement: by its Sid or its fingerprint."""
    return bool(statement.get("Sid") == drop["sid"] if "sid" in drop else fingerprint(statement) == drop["statement"])


def fingerprint(statement: Thing) -> str:
    """Return the fingerprint of a statement: a digest of what it says, without Sid and order."""
    text = json.dumps(plain(statement), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain(statement: Thing) -> dict[str, Any]:
    """Return a statement without its Sid, lists sorted, lists of one as that one, and everybody as `*`."""
    found = {key: _plain(value) for key, value in statement.items() if key not in ("Sid", "Condition")}
    if conditions := statement.get("Condition"):
        found["Condition"] = {
            operator: {key: _plain([_text(value) for value in listed(values)]) for key, values in keys.items()}
            for operator, keys in conditions.items()
        }
    if found.get("Principal") == {"AWS": "*"}:
        found["Principal"] = "*"
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        several = sorted(set(value))
        return several[0] if len(several) == 1 else several
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
