"""What AWS prints of a domain: `aws opensearch describe-domain-config` and `describe-domain`, and those of `aws es`.

Shapes: `{"DomainConfig": {NAME: {"Options": VALUE, "Status": …}}}` and `{"DomainStatus": {NAME: VALUE}}`, each with the
policy as a text of JSON; or that document alone.
https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomainConfig.html and
https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomain.html
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from landbridge.policy.printed import UnfitError, embedded, parsed

EXPLICIT_INDEX = "rest.action.multi.allow_explicit_index"


class Fact(NamedTuple):
    """What a file says of its domain, and which element of it says so."""

    value: str | bool
    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file says of its domain; None and empty where it does not.

    Attributes:
        name: of the domain.
        arn: of the domain.
        fields: of the spec that it has an answer to: network, fine_grained, explicit_index, engine.
        hosts: where the domain is reached, without a scheme.
    """

    name: str = ""
    arn: str = ""
    fields: tuple[tuple[str, Fact], ...] = ()
    hosts: tuple[str, ...] = ()


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A domain as a file has it.

    Attributes:
        policy: the parsed document; None for a domain without one.
        facts: what else it says.
        filter: for `jq`, to get the document out of the file.
    """

    policy: dict[str, Any] | None
    facts: Facts
    filter: str


def described(text: str) -> Described:
    """Read what AWS prints.

    Raises:
        UnfitError: for what AWS does not print.
        json.JSONDecodeError: for what is no JSON; other errors of the parser for what is nested too deeply.
    """
    found = parsed(text)
    if not isinstance(found, dict):
        raise UnfitError("it is no object")
    for outer in ("DomainConfig", "DomainStatus"):
        if outer in found:
            return _described(outer, found[outer])
    if "Statement" not in found:
        raise UnfitError("it has no DomainConfig, no DomainStatus and no Statement")
    return Described(policy=found, facts=NO_FACTS, filter=".")


def _described(outer: str, inner: Any) -> Described:
    if not isinstance(inner, dict) or "AccessPolicies" not in inner:
        raise UnfitError(f"{outer} has no AccessPolicies")
    element = "AccessPolicies"
    policy = inner[element]
    if outer == "DomainConfig":
        if not isinstance(policy, dict) or "Options" not in policy:
            raise UnfitError("DomainConfig.AccessPolicies has no Options")
        policy, element = policy["Options"], "AccessPolicies.Options"
    options = {name: _option(outer, name, value) for name, value in inner.items()}
    return Described(
        policy=embedded(policy),
        facts=_facts(options),
        filter=f".{outer}.{element} | fromjson",
    )


def _option(outer: str, name: str, value: Any) -> Any:
    nested = outer == "DomainConfig" and isinstance(value, dict)
    return value.get("Options") if nested else value


_KINDS: dict[str, type] = {
    **dict.fromkeys(("VPCOptions", "AdvancedSecurityOptions", "AdvancedOptions", "Endpoints"), dict),
    **dict.fromkeys(("ARN", "DomainName", "EngineVersion", "ElasticsearchVersion", "Endpoint", "EndpointV2"), str),
}
"""What AWS prints for each of the elements that are read."""


def _facts(options: dict[str, Any]) -> Facts:
    found = {name: options[name] for name in _KINDS if options.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, _KINDS[name]):
            raise UnfitError(f"its {name} is not of the form that AWS prints")
    hosts = (found.get("Endpoint"), found.get("EndpointV2"), *found.get("Endpoints", {}).values())
    answers = {
        "network": _network(found),
        "fine_grained": _fine_grained(found),
        "explicit_index": _explicit_index(found),
        "engine": _engine(found),
    }
    return Facts(
        name=found.get("DomainName", ""),
        arn=found.get("ARN", ""),
        fields=tuple((field, fact) for field, fact in answers.items() if fact is not None),
        hosts=tuple(host for host in hosts if isinstance(host, str) and host),
    )


def _network(found: dict[str, Any]) -> Fact | None:
    """In a VPC there are subnets, and the endpoint stands under Endpoints; of a public domain under Endpoint."""
    vpc = found.get("VPCOptions")
    if vpc and (vpc.get("VPCId") or vpc.get("SubnetIds")):
        return Fact("vpc", "VPCOptions")
    if found.get("Endpoints"):
        return Fact("vpc", "Endpoints")
    if found.get("Endpoint"):
        return Fact("public", "Endpoint")
    return Fact("public", "VPCOptions") if vpc is not None else None


def _fine_grained(found: dict[str, Any]) -> Fact | None:
    enabled = found.get("AdvancedSecurityOptions", {}).get("Enabled")
    if enabled is not None and not isinstance(enabled, bool):
        raise UnfitError("its AdvancedSecurityOptions.Enabled is neither true nor false")
    return Fact(enabled, "AdvancedSecurityOptions.Enabled") if enabled is not None else None


def _explicit_index(found: dict[str, Any]) -> Fact | None:
    """AWS's default is true, which it prints as a text.

    https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html (AdvancedOptions)
    """
    if "AdvancedOptions" not in found:
        return None
    said = found["AdvancedOptions"].get(EXPLICIT_INDEX, "true")
    value = {"true": True, "false": False}.get(str(said).lower())
    if value is None:
        raise UnfitError(f"its {EXPLICIT_INDEX} is neither true nor false")
    return Fact(value, EXPLICIT_INDEX)


def _engine(found: dict[str, Any]) -> Fact | None:
    """`OpenSearch_2.11`, `Elasticsearch_7.10`; `aws es` prints `7.10` for the latter."""
    for element in ("ElasticsearchVersion", "EngineVersion"):
        version = found.get(element, "")
        if version.startswith("OpenSearch_"):
            return Fact("opensearch", element)
        if version.startswith("Elasticsearch_") or version[:1].isdigit():
            return Fact("elasticsearch", element)
    return None
