"""Lowering of the `opensearch:` part: spec, current policies and contributions → one policy for each domain."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.area import Beside, Inputs
from landbridge.areas.contributions import DomainStatement, RoleMapping, handed
from landbridge.areas.labels import label
from landbridge.areas.opensearch.document import Assembled, assemble
from landbridge.areas.opensearch.facts import network_is_known
from landbridge.areas.opensearch.grants import grants
from landbridge.areas.opensearch.naming import DOMAIN_NAME, domain_name
from landbridge.areas.opensearch.resources import DOMAINS, POLICIES, HasDomainPolicy
from landbridge.areas.opensearch.shown import edges, pages
from landbridge.areas.opensearch.spec import NONE, Domain, OpenSearch
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, SpecPath
from landbridge.ir import Import, Module, Removed
from landbridge.policy.document import PolicyDocument
from landbridge.policy.size import size
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.areas.opensearch.role_mapping import Script
    from landbridge.spec.root import Spec

POLICY_SIZE = 102_400
"""Characters of a domain's policy at most.

https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_AccessPoliciesStatus.html
"""
FORGETS_SINCE: Mapping[str, tuple[int, int]] = {"terraform": (1, 7), "opentofu": (1, 10)}
"""Since when an engine takes `destroy = false` in `removed` blocks.

https://developer.hashicorp.com/terraform/language/v1.7.x/state/remove and
https://github.com/opentofu/opentofu/pull/2628
"""


def files(spec: "Spec") -> Iterator[Beside]:
    """The files with the current policies of the domains."""
    scope = Scope(spec, {})
    for key, domain in spec.part("opensearch").domains.items():
        if domain.current_policy != NONE:
            name = domain_name(scope, key, domain)
            command = (
                f"aws opensearch describe-domain-config --region {scope.identity.region} --domain-name"
                f" {name if DOMAIN_NAME.fullmatch(name) else 'NAME'} > {domain.current_policy}"
            )
            path: SpecPath = ("opensearch", "domains", key, "current_policy")
            yield Beside(path, domain.current_policy, f"{command}; or write none, if the domain has no policy")


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the OpenSearch module of a spec, and findings for what refers to nothing or cannot be."""
    part: OpenSearch = spec.part("opensearch") or OpenSearch()
    scope = Scope(spec, inputs.references)
    by_domain = handed(inputs.contributions, DomainStatement, lambda given: given.domain)
    assembled: list[Assembled] = []
    _check_names(scope, part)
    for key, domain in part.domains.items():
        text = inputs.texts.get(domain.current_policy)
        found = assemble(scope, key, domain, text, by_domain.get(key, ()))
        _check_given_back(scope, key, part, by_domain.get(key, ()))
        if found is not None:
            _check(scope, found)
            assembled.append(found)
    resources = tuple(_policy(each) for each in assembled if _has_policy(each))
    granted = tuple(grants(scope, part))
    scripts = _scripts(scope, part, handed(inputs.contributions, RoleMapping, lambda mapping: mapping.domain))
    module = Module(
        name="opensearch",
        description="Access policies of OpenSearch Service domains, and identity policies about domains",
        files={"main.tf": resources, **({"grants.tf": granted} if granted else {})},
        imports=tuple(
            Import(policy.address, policy.domain_name)
            for policy in resources
            if isinstance(policy, tuple(DOMAINS.values()))
        ),
        removed=tuple(each for found in assembled if found.domain.takeover == "forget" for each in _forgotten(found)),
        pages=(*pages(scope, part, assembled), *(script.page for script in scripts)),
        mappings=tuple(mapping for script in scripts for mapping in script.given),
        picture=tuple(dict.fromkeys(edge for each in assembled if _has_policy(each) for edge in edges(scope, each))),
    )
    return module, scope.findings


def _has_policy(each: Assembled) -> bool:
    return each.domain.takeover != "forget" and bool(each.document.statements)


def _kind(domain: Domain) -> type[HasDomainPolicy]:
    return (DOMAINS if domain.adopt else POLICIES)[domain.engine]


def _forgotten(each: Assembled) -> Iterator[Removed]:
    """By its key, and by the one it had before: what a state still has under that would be destroyed."""
    for key in filter(None, (each.key, each.domain.renamed_from)):
        yield Removed(
            address=f"{_kind(each.domain).type}.{label(key)}",
            origin=each.path,
            note="The domain keeps its policy; Terraform forgets it. Remove this from the spec when it is applied",
        )


def _policy(each: Assembled) -> HasDomainPolicy:
    former = each.domain.renamed_from
    return _kind(each.domain)(
        label=label(each.key),
        origin=each.path,
        note=_note(each),
        moved_from=label(former) if former else None,
        domain_name=each.name,
        access_policies=each.document,
        found=PolicyDocument(tuple(foreign.statement for foreign in each.before)),
        network_is_known=network_is_known(each.domain, each.current),
        prevent_destroy=each.domain.adopt or bool(each.before),
    )


def _note(each: Assembled) -> str:
    if each.domain.takeover == "release":
        return "What the domain had, but for what is dropped. When this is applied, write takeover: forget"
    if each.domain.adopt:
        return "The plan must show no change of the domain but that of its policy; POLICY-CHANGES.md says which"
    return "Overwrites the domain's policy; POLICY-CHANGES.md says what changes" if each.before else ""


def _scripts(scope: Scope, part: OpenSearch, mapped: dict[str, list[RoleMapping]]) -> "tuple[Script, ...]":
    if not mapped and not any(domain.role_mappings for domain in part.domains.values()):
        return ()
    # They are for specs with role mappings only.
    from landbridge.areas.opensearch.role_mapping import scripts

    return scripts(scope, part, mapped)


def _check_names(scope: Scope, part: OpenSearch) -> None:
    """Names that are none, and two keys for one domain: their policies would overwrite each other."""
    first: dict[str, str] = {}
    for key, domain in part.domains.items():
        path: SpecPath = ("opensearch", "domains", key)
        where = (*path, "name") if domain.name is not None else path
        name = domain_name(scope, key, domain)
        if not DOMAIN_NAME.fullmatch(name):
            scope.report(
                "LB602",
                where,
                f"{shorten(name)} is no name of a domain, which is 3 to 28 small letters, digits and hyphens, a letter"
                " first",
                "write the name of the domain under name:",
                at_key=domain.name is None,
            )
        other = first.setdefault(name, key)
        if other != key:
            scope.report(
                "LB606",
                where,
                f"{shorten(name)} is the domain of opensearch.domains.{other} already: each would overwrite the"
                " other's policy",
                "put both under one key",
                at_key=domain.name is None,
            )


def _check_given_back(scope: Scope, key: str, part: OpenSearch, handed: Iterable[DomainStatement]) -> None:
    domain = part.domains[key]
    where: SpecPath = ("opensearch", "domains", key, "takeover")
    if domain.takeover == "policy":
        return
    for each in handed:
        scope.report(
            "LB607",
            each.origin,
            f"this needs statements in the policy of the domain {shorten(key)}, which the spec gives back"
            f" (takeover: {domain.takeover})",
            "take it away first, or keep the policy",
        )
    terraform = scope.spec.terraform
    major, minor = FORGETS_SINCE[terraform.engine]
    if domain.takeover == "forget" and _numbers(terraform.required_version) < (major, minor):
        scope.report(
            "LB608",
            where,
            f"{terraform.engine} {terraform.required_version} cannot forget in a removed block, and without one the"
            " policy would be destroyed",
            f'write terraform: {{required_version: "{major}.{minor}.0"}} or later',
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")[:2]))


def _check(scope: Scope, each: Assembled) -> None:
    """What the service refuses, and what cannot be written."""
    length = size(each.document)
    if length > POLICY_SIZE:
        scope.report(
            "LB609",
            each.path,
            f"the domain's policy has {length:,} characters, and the service takes {POLICY_SIZE:,}",
            "let a role stand for several, or let fine-grained access control decide within the domain",
            at_key=True,
        )
    if each.document.statements or each.domain.takeover == "forget":
        return
    if each.before:
        scope.report(
            "LB605",
            (*each.path, "drop"),
            "nothing would remain of the policy, and a policy without statements cannot be written",
            "add who may do what; or delete the policy by hand and write current_policy: none",
            at_key=True,
        )
    elif each.domain.takeover == "release":
        scope.report(
            "LB605",
            (*each.path, "takeover"),
            "the domain had no policy before, so there is nothing to give back",
            "remove the access and the statements instead: Terraform then takes the policy away",
        )
