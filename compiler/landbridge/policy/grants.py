"""What changed between two policies of one principal, and whether access grew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import Condition, Effect, PolicyDocument, Principal, Statement
from landbridge.policy.matching import has_wildcard, pattern_covers


class Atom(NamedTuple):
    """The smallest part of a policy: one action on one resource by one principal, under conditions.

    `principal` is None in identity-based policies, `resource` empty in trust policies. A statement with
    NotAction, NotResource or NotPrincipal is not taken apart: it is `whole`, and all else is empty.
    """

    effect: Effect
    principal: Principal | None = None
    conditions: tuple[Condition, ...] = ()
    resource: str = ""
    action: str = ""
    whole: Statement | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one policy has over another, as statements in canonical form.

    Attributes:
        gained: what only the new one says, Allow and Deny.
        lost: what only the old one says.
        growth: the part of `gained` (Allow) and of `lost` (Deny) by which access grew.
    """

    gained: tuple[Statement, ...]
    lost: tuple[Statement, ...]
    growth: tuple[Statement, ...]

    @property
    def grew(self) -> bool:
        """Whether anything is allowed now that was not before, as far as can be told: in doubt, yes."""
        return bool(self.growth)


def compare(old: PolicyDocument, new: PolicyDocument) -> Changes:
    """Compare two policies of the same principal, or of the same resource.

    A new Allow is no growth where an old Allow covers it by wildcards under the same conditions or fewer; an
    old Deny may go where a new Deny covers it. What only several statements together cover counts as growth.
    """
    before, after = dict.fromkeys(_atoms(old)), dict.fromkeys(_atoms(new))
    gained = [atom for atom in after if atom not in before]
    lost = [atom for atom in before if atom not in after]
    had, has = _Cover(before), _Cover(after)
    growth = [
        *(atom for atom in gained if atom.effect == "Allow" and not had.covers(atom)),
        *(atom for atom in lost if atom.effect == "Deny" and not has.covers(atom)),
    ]
    return Changes(_statements(gained), _statements(lost), _statements(growth))


def _atoms(document: PolicyDocument) -> Iterator[Atom]:
    for statement in canonicalise(document, sids=False).statements:
        if statement.not_actions or statement.not_resources or statement.not_principals:
            yield Atom(statement.effect, whole=statement)
            continue
        principals: Iterable[Principal | None] = (
            Principal(principal.type, (value,)) for principal in statement.principals for value in principal.values
        )
        for principal in tuple(principals) or (None,):
            for resource in statement.resources or ("",):
                for action in statement.actions:
                    yield Atom(statement.effect, principal, statement.conditions, resource, action)


class _Actions:
    """Actions that one group of atoms names, told apart so that long lists are looked up rather than walked."""

    def __init__(self, names: Iterable[str]) -> None:
        lower = {name.lower() for name in names}
        self.patterns = sorted(name for name in lower if has_wildcard(name))
        self.exact = lower.difference(self.patterns)

    def cover(self, action: str) -> bool:
        """Tell whether they say at least what an action or a pattern of actions says."""
        return action.lower() in self.exact or any(
            pattern_covers(pattern, action, ignore_case=True) for pattern in self.patterns
        )


class _Cover:
    """Answers whether some atom of a policy says at least what a given atom says, be it Allow or Deny."""

    def __init__(self, atoms: Iterable[Atom]) -> None:
        groups = _grouped(((a.effect, a.principal, a.conditions), a) for a in atoms if not a.whole)
        self._groups = [
            (group, [(resource, _Actions(names)) for resource, names in by_resource.items()])
            for group, members in groups.items()
            for by_resource in [_grouped((atom.resource, atom.action) for atom in members)]
        ]

    def covers(self, atom: Atom) -> bool:
        """Tell whether the atom is covered. One that is `whole` never is."""
        return not atom.whole and any(
            effect == atom.effect
            and _covers_principal(principal, atom.principal)
            and _covers_conditions(conditions, atom.conditions)
            and any(
                pattern_covers(resource, atom.resource) and actions.cover(atom.action)
                for resource, actions in by_resource
            )
            for (effect, principal, conditions), by_resource in self._groups
        )


def _covers_conditions(wide: tuple[Condition, ...], narrow: tuple[Condition, ...]) -> bool:
    """Tell whether the conditions of a statement are the same as another's, fewer, or looser."""
    return all(any(_at_most(condition, limit) for condition in narrow) for limit in wide)


def _covers_principal(wide: Principal | None, narrow: Principal | None) -> bool:
    """Everybody covers AWS principals. An account does not cover its roles: naming one grants it more."""
    everybody = wide is not None and wide.values == ("*",)
    return wide == narrow or (everybody and narrow is not None and narrow.type == "AWS")


def _at_most(narrow: Condition, wide: Condition) -> bool:
    """Tell whether a condition holds only where the other one does.

    Values are alternatives, so fewer are narrower; but not for operators that negate, where they add up.
    """
    if narrow.operator != wide.operator or narrow.key.lower() != wide.key.lower():
        return False
    return narrow.values == wide.values or ("Not" not in wide.operator and set(narrow.values) < set(wide.values))


def _statements(atoms: Iterable[Atom]) -> tuple[Statement, ...]:
    """Put atoms together into few statements: by their actions, then resources, then principals."""
    atoms = tuple(atoms)
    parts = (((a.effect, a.conditions, a.principal, a.resource), a.action) for a in atoms if not a.whole)
    actions = _grouped(parts).items()
    resources = _grouped(((e, c, who, some), resource) for (e, c, who, resource), some in actions).items()
    principals = _grouped(((e, c, some, where), who) for (e, c, who, some), where in resources).items()
    together = [
        Statement(
            effect=effect,
            actions=some,
            resources=tuple(resource for resource in where if resource),
            principals=tuple(principal for principal in who if principal),
            conditions=conditions,
        )
        for (effect, conditions, some, where), who in principals
    ]
    whole = [atom.whole for atom in atoms if atom.whole]
    return canonicalise(PolicyDocument((*whole, *together)), action_names=False, sids=False).statements


_K = TypeVar("_K")
_V = TypeVar("_V")


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, tuple[_V, ...]]:
    groups: dict[_K, list[_V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
