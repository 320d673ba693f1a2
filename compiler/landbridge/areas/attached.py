"""Customer-managed policies that the spec gives to groups and roles: cut, named, and attached to whoever has them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from landbridge.areas import identities as tf
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import names, quotas
from landbridge.aws.identity import Identity
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.size import size, split
from landbridge.rules.rule import Hit, Subject
from landbridge.source.nodes import shorten

PATH = "/"
"""The IAM path of these policies."""


class Given(Protocol):
    """What an entry of the spec says of its policies, whatever else it says."""

    @property
    def name(self) -> str | None:
        """The author's own, where there is one."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Keys of the security part."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Keys of the security part."""

    @property
    def renamed_from(self) -> str | None:
        """The key that the entry had before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the spec that becomes such a policy, or several where one is too large.

    Attributes:
        path: of the entry; its last word is the entry's key.
        given: what the spec says there.
        stem: what the policy is called where the spec's naming says how.
        word: what follows the key in labels, where other entries could have the same key.
        reason: the author's.
        description: of the policy.
    """

    path: SpecPath
    given: Given
    stem: str
    word: str = ""
    reason: str = ""
    description: str | None = None

    def label(self, key: str, suffix: str) -> str:
        """The label of one of its policies, by the key that the entry has or had."""
        return label(key, *filter(None, (self.word, suffix)))


class Section(NamedTuple):
    """Statements of one policy: `name` tells it from the other policies of the same entry."""

    name: str
    statements: tuple[Statement, ...]


def together(sections: Sequence[Section]) -> Sequence[Section]:
    """Sections as one, by the name of the first, while all of them fit one policy."""
    every = tuple(statement for section in sections for statement in section.statements)
    fits = size(canonicalise(PolicyDocument(every), action_names=False)) <= quotas.MANAGED_POLICY
    return (Section(sections[0].name, every),) if fits else sections


def cut(
    scope: Scope, section: Section, path: SpecPath, *, rule: str, what: str, hint: str, action_names: bool = False
) -> tuple[Section, ...] | None:
    """The policies that a section fits into; None where one statement alone is too large, which is reported."""
    document = canonicalise(PolicyDocument(section.statements), action_names=action_names)
    parts = split(document.statements, quotas.MANAGED_POLICY)
    if parts is None:
        scope.report(rule, path, too_large(what, document), hint, at_key=True)
        return None
    return tuple(
        Section("-".join(filter(None, (section.name, part.name))), part.statements) for part in parts if part.statements
    )


def too_large(what: str, document: PolicyDocument) -> str:
    """What a finding says of a policy that cannot be cut."""
    return (
        f"{what} is {size(document):,} characters, and one statement alone is larger than a managed policy may be"
        f" ({quotas.MANAGED_POLICY:,})"
    )


def policies(scope: Scope, entry: Entry, sections: Iterable[Section]) -> Iterator[Resource]:
    """The policies of an entry, each with its attachments."""
    key, former = str(entry.path[-1]), entry.given.renamed_from
    holders = tuple(_holders(scope, entry))
    for suffix, statements in sections:
        moved_from = entry.label(former, suffix) if former else None
        policy = tf.IamPolicy(
            label=entry.label(key, suffix),
            origin=entry.path,
            reason=entry.reason,
            name=policy_name(scope, entry, suffix),
            path=PATH,
            description=entry.description,
            policy=PolicyDocument(statements),
            tags={},
            moved_from=moved_from,
        )
        yield policy
        for holder, attach in holders:
            yield attach(
                label=label(policy.label, "to", holder),
                policy_arn=tf.policy_arn(scope.identity, policy),
                moved_from=label(moved_from, "to", holder) if moved_from else None,
            )


def policy_name(scope: Scope, entry: Entry, suffix: str = "") -> str:
    """The AWS name of an entry's policy, or of a further part of one that was cut."""
    end, own = f"-{suffix}" if suffix else "", entry.given.name
    return scope.name("policy", entry.stem + end, own and own + end)


def policy_arns(identity: Identity, made: Iterable[Resource]) -> dict[str, tuple[Expr, ...]]:
    """The ARNs of the policies among resources, by entry: one each, or several where one was cut."""
    found: dict[str, list[Expr]] = {}
    for each in made:
        if isinstance(each, tf.IamPolicy):
            found.setdefault(str(each.origin[-1]), []).append(tf.policy_arn(identity, each))
    return {key: tuple(arns) for key, arns in sorted(found.items())}


def holders_in_words(given: Given) -> str:
    """Who has the policies of an entry, for people."""
    names = [*(f"members of group {group}" for group in given.groups), *(f"role {role}" for role in given.roles)]
    return ", ".join(names) or "nobody yet"


def wrong_names(subject: Subject, entries: Iterable[Entry]) -> Iterator[Hit]:
    """Entries whose policies have names that IAM refuses, or that another policy of the spec has, whatever its case."""
    scope = Scope(subject.spec, subject.references)
    made = [each for module in subject.modules for each in module.resources if isinstance(each, tf.IamPolicy)]
    taken = Counter(policy.name.lower() for policy in made)
    for entry in entries:
        own = entry.given.name
        where = (*entry.path, "name") if own else entry.path
        name = policy_name(scope, entry)
        if problem := names.problem_with_policy_name(name):
            yield Hit(path=where, message=f"the policy's name {shorten(name)} {problem}", at_key=not own)
            continue
        for policy in made:
            if policy.origin == entry.path and taken[policy.name.lower()] > 1:
                message = f"another policy of this spec is named {shorten(policy.name)}, too"
                yield Hit(path=where, message=message, at_key=not own)
                break


def _holders(scope: Scope, entry: Entry) -> Iterator[tuple[str, Callable[..., Resource]]]:
    """The groups and roles that get the policies: each one's key, and what attaches a policy to it."""
    for group in dict.fromkeys(entry.given.groups):
        where: SpecPath = (*entry.path, "groups", entry.given.groups.index(group))
        name = scope.reference(where, "group_name", group, what="group", where="security.iam_groups")
        if name is not None:
            yield group, partial(tf.IamGroupPolicyAttachment, origin=where, group=name)
    for role in dict.fromkeys(entry.given.roles):
        where = (*entry.path, "roles", entry.given.roles.index(role))
        name = scope.reference(where, "role_name", role, what="role", where="security")
        if name is not None:
            yield role, partial(tf.IamRolePolicyAttachment, origin=where, role=name)
