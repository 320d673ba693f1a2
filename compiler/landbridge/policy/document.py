"""Policy documents: the model that every area builds and that the templates print."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from landbridge.findings import SpecPath

Effect = Literal["Allow", "Deny"]
PrincipalType = Literal["AWS", "Service", "Federated", "CanonicalUser", "*"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One key under one operator, e.g. ("StringEquals", "sts:ExternalId", ("x",))."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Principal:
    """The principals of one type; `Principal("*", ("*",))` is everybody."""

    type: PrincipalType
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of a policy. Exactly one of actions/not_actions is set; resources are empty in a trust policy.

    `origin`, `reason` and `why` are for people and rules and are no part of the document.
    """

    effect: Effect = "Allow"
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: tuple[Principal, ...] = ()
    not_principals: tuple[Principal, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sid: str = ""
    origin: SpecPath = field(default=(), compare=False)
    reason: str = field(default="", compare=False)
