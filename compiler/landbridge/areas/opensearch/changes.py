"""POLICY-CHANGES.md: what becomes of each statement of each domain's policy, and how to see what is live."""

from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.areas.opensearch.current import Foreign, fingerprint
from landbridge.areas.opensearch.document import Assembled, twin
from landbridge.areas.opensearch.spec import NONE
from landbridge.areas.opensearch.wording import in_words
from landbridge.aws.identity import Identity
from landbridge.findings import dotted
from landbridge.ir import Page
from landbridge.policy.document import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement in words; `mark` is its fingerprint, `about` where it is from or why it goes."""

    mark: str
    sid: str = ""
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes in the policy of one domain.

    Attributes:
        key: in the spec.
        name: in AWS.
        adopt: whether the domain itself is imported.
        release: whether it is given back.
        file: what holds, or would hold, what the domain had.
        is_new: whether the spec names no such file yet.
        filter: for `jq`, to get the policy out of the file; empty where the domain had none.
        kept: statements that stay as the domain's own.
        restated: statements that were dropped from the file because the spec says the same.
        dropped: statements that go.
        added: statements of the spec that the domain did not have.
        withdrawn: statements of the spec that the domain no longer gets.
    """

    key: str
    name: str
    adopt: bool
    release: bool
    file: str
    is_new: bool
    filter: str
    kept: tuple[Said, ...]
    restated: tuple[Said, ...]
    dropped: tuple[Said, ...]
    added: tuple[Said, ...]
    withdrawn: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What the page says."""

    account_id: str
    region: str
    domains: tuple[Difference, ...]


def changes(identity: Identity, assembled: Sequence[Assembled]) -> tuple[Page, ...]:
    """The page, where the policy of any domain is written."""
    written = [each for each in assembled if each.domain.takeover != "forget" and (each.before or each.ours)]
    if not written:
        return ()
    return (
        Page(
            name="POLICY-CHANGES.md",
            title="What changes in the access policy of each domain",
            template="areas/opensearch/policy-changes.md.j2",
            content=Changes(identity.account_id, identity.region, tuple(map(_difference, written))),
            first=True,
        ),
    )


def _difference(each: Assembled) -> Difference:
    gone = [foreign for foreign in each.before if foreign not in each.foreign]
    twins = [(ours, twin(ours, gone)) for ours in (*each.ours, *each.withdrawn)]
    again = {found.fingerprint for _, found in twins if found is not None}
    release = each.domain.takeover == "release"
    is_new = each.domain.current_policy == NONE
    return Difference(
        key=each.key,
        name=each.name,
        adopt=each.domain.adopt,
        release=release,
        file=f"{each.name}.json" if is_new else each.domain.current_policy,
        is_new=is_new,
        filter=each.current.filter if each.before else "",
        kept=tuple(_before(foreign) for foreign in each.foreign),
        restated=tuple(_of_spec(ours) for ours, found in twins if found is not None and not release),
        dropped=tuple(_before(old, _reason(each, old)) for old in gone if old.fingerprint not in again),
        added=tuple(_of_spec(ours) for ours, found in twins if found is None and not release),
        withdrawn=tuple(map(_of_spec, each.withdrawn)),
    )


def _reason(each: Assembled, foreign: Foreign) -> str:
    reasons = {drop.statement or drop.sid: drop.reason for drop in each.domain.drop}
    return reasons.get(foreign.fingerprint) or reasons.get(foreign.sid) or ""


def _before(foreign: Foreign, about: str = "") -> Said:
    return Said(mark=foreign.fingerprint, sid=foreign.sid, words=in_words(foreign.statement), about=about)


def _of_spec(statement: Statement) -> Said:
    return Said(mark=fingerprint(statement), words=in_words(statement), about=dotted(statement.origin))
