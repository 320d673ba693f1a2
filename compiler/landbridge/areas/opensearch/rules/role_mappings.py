"""Mappings of IAM roles and users to roles of fine-grained access control."""

from collections.abc import Iterator

from landbridge.areas.opensearch.spec import Domain, OpenSearch, RoleMapping
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_FGAC = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html"
_ADMINISTRATOR = ("all_access", "security_manager")
"""Who manages a domain needs both: all data and settings, and who has them."""
_WIDE = {
    "all_access": "all data and settings of the domain",
    "security_manager": "who has which role, and so everything",
    "security_rest_api_access": "who has which role, and so everything",
}


def _mapped(subject: Subject) -> Iterator[tuple[SpecPath, Domain]]:
    part: OpenSearch | None = subject.part
    for key, domain in part.domains.items() if part else ():
        if domain.role_mappings:
            yield ("opensearch", "domains", key, "role_mappings"), domain


def _reasoned(subject: Subject) -> Iterator[Hit]:
    for path, domain in _mapped(subject):
        for role, mapping in domain.role_mappings.items():
            if role in _WIDE and mapping.reason is None:
                message = f"{role} is {_WIDE[role]}, and no reason is given"
                yield Hit(path=(*path, role), message=message, at_key=True)


def _both(subject: Subject) -> Iterator[Hit]:
    for path, domain in _mapped(subject):
        given = {role: _names(domain.role_mappings.get(role)) for role in _ADMINISTRATOR}
        for role, other in (_ADMINISTRATOR, _ADMINISTRATOR[::-1]):
            if missing := sorted(given[role] - given[other]):
                yield Hit(
                    path=(*path, role),
                    message=f"{', '.join(map(shorten, missing))}: {role} without {other}; a master user has both",
                    hint="where it is meant so, suppress this with a reason; for a further master user, map"
                    f" {other}, too",
                    at_key=True,
                )


def _names(mapping: RoleMapping | None) -> set[str]:
    return {*mapping.roles, *mapping.users} if mapping else set()


RULES: tuple[Rule, ...] = (
    Rule(
        id="LB690",
        title="Who gets everything in a domain gets it for a reason",
        why="These roles read and change all data, or make anybody an administrator; policies of IAM do not stop them.",
        fix="say why under reason:, or map a role that can do less",
        source="https://docs.opensearch.org/latest/security/access-control/users-roles/#predefined-roles",
        check=_reasoned,
    ),
    Rule(
        id="LB691",
        title="A further master user has both all_access and security_manager",
        why="With one of them alone somebody either manages no roles or no data, and notices in an emergency.",
        fix="suppress this with a reason where it is no master user; map both for one who is",
        source=_FGAC + "#fgac-more-masters",
        severity=Severity.WARNING,
        check=_both,
    ),
)
