"""Address conditions that exclude nobody, or everybody."""

from collections.abc import Iterator

from landbridge.areas.iam.rules.operators import conditions
from landbridge.areas.iam.rules.wording import CHECKS
from landbridge.findings import Severity
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")


def _useless(subject: Subject) -> Iterator[Hit]:
    for _, path, condition, operator in conditions(subject):
        if operator.family != "IpAddress":
            continue
        for value in condition.values:
            if problem := _problem(condition.key, value):
                yield Hit(path=path, message=f"{shorten(value)} {problem[0]}", hint=problem[1])


def _problem(key: str, value: str) -> tuple[str, str] | None:
    """What is wrong with an address under a key, and what helps."""
    import ipaddress  # only specs with address conditions need it

    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return None  # another rule's matter
    if network.prefixlen == 0:
        return (
            "is every address there is, so the condition says nothing",
            "name the networks that are meant, or remove it",
        )
    if key.lower() == "aws:sourceip":
        for private in map(ipaddress.ip_network, _PRIVATE):
            if network[0] in private and network[-1] in private:
                hint = "through a VPC endpoint the address is in aws:VpcSourceIp; or compare aws:SourceVpce"
                return "is a private network, and aws:SourceIp is always a public address", hint
    return None


RULES = (
    Rule(
        id="LB341",
        title="An address condition can hold, and can fail",
        why="0.0.0.0/0 excludes nobody. A private network under aws:SourceIp never matches: requests that come"
        " through a VPC endpoint have aws:VpcSourceIp instead.",
        fix="name the public networks under aws:SourceIp, private ones under aws:VpcSourceIp",
        source=CHECKS,
        severity=Severity.WARNING,
        check=_useless,
    ),
)
