"""What people read beside the Terraform: who uses which key as a picture, and the other accounts' half as a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from landbridge.areas.key_use import FOR_AWS, through
from landbridge.areas.kms.spec import CustomerKey
from landbridge.areas.kms.uses import ELSEWHERE, Use, actions, sid
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.findings import SpecPath
from landbridge.ir import Edge, Page
from landbridge.policy.document import PolicyDocument, Statement

_WORDS = {
    "crypto": "uses",
    "decrypt": "decrypts",
    "describe": "looks it up",
    "grants": "creates grants",
}


class Half(NamedTuple):
    """The other half of the use of one key by principals of one account.

    Attributes:
        key: in the spec.
        account: words for it.
        principals: who, by name.
        whole: whether the key's policy leaves it to the account who.
        reasons: of the author.
        policy: the document that they need; KEY_ID stands for what AWS makes up.
    """

    key: str
    account: str
    principals: tuple[str, ...]
    whole: bool
    reasons: tuple[str, ...]
    policy: Mapping[str, object]


class ForOthers(NamedTuple):
    """What FOR-OTHERS.md says; `named`: whether anybody is named who has to be there first."""

    halves: tuple[Half, ...]
    named: bool


def pages(identity: Identity, found: Iterable[tuple[str, CustomerKey, Sequence[Use]]]) -> tuple[Page, ...]:
    """FOR-OTHERS.md, where another account uses a key.

    Both accounts have to allow it: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
    """
    halves = tuple(half for name, key, uses in found for half in _halves(identity, name, key, uses))
    if not halves:
        return ()
    return (
        Page(
            name="FOR-OTHERS.md",
            title="What other accounts have to allow before they can use keys of this one",
            template="areas/kms/for-others.md.j2",
            content=ForOthers(halves, named=any(half.principals for half in halves)),
        ),
    )


def _halves(identity: Identity, name: str, key: CustomerKey, uses: Sequence[Use]) -> Iterator[Half]:
    """One half for all principals of an account that need the same policy."""
    by_principal: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        if use.account and use.account != identity.account_id:
            by_principal.setdefault((use.account, str(use.principal)), []).append(use)
    alike: dict[tuple[str, tuple[Statement, ...]], list[str]] = {}
    reasons: dict[str, list[str]] = {}
    for (account, principal), some in sorted(by_principal.items()):
        ways = {(use.kind, use.via): use for use in some}
        statements = tuple(_statement(identity, key, use) for use in ways.values())
        alike.setdefault((account, statements), []).append(principal)
        reasons.setdefault(principal, []).extend(use.reason for use in some)
    for (account, statements), principals in alike.items():
        yield Half(
            key=name,
            account="An account that only Terraform knows" if account == ELSEWHERE else f"Account {account}",
            principals=tuple(each for each in principals if not _is_account(each)),
            whole=any(map(_is_account, principals)),
            reasons=tuple(dict.fromkeys(reason for each in principals for reason in reasons[each])),
            policy=PolicyDocument(statements).to_json(),
        )


def _is_account(principal: str) -> bool:
    parsed = arn.parse(principal)
    return parsed is not None and parsed.resource == "root"


def _statement(identity: Identity, key: CustomerKey, use: Use) -> Statement:
    """One statement of the policy that another account needs."""
    grants = (FOR_AWS,) if use.kind == "grants" else ()
    via = through(identity, use.via)
    return Statement(
        sid=sid(use).replace(f"ByAccount{use.account}", "").replace(f"By{ELSEWHERE}", ""),
        actions=tuple(sorted(actions(key, use))),
        resources=(f"{key_prefix(identity)}KEY_ID",),
        conditions=(*grants, *((via,) if via.values else ())),
    )


def key_prefix(identity: Identity) -> str:
    """The ARN of a key of the own account and region, up to its id."""
    return f"arn:{identity.partition}:kms:{identity.region}:{identity.account_id}:key/"


def edges(scope: Scope, path: SpecPath, name: str, key: CustomerKey, uses: Sequence[Use]) -> Iterator[Edge]:
    """The arrows to one key: who does what with it."""
    for who, words in _arrows(scope, path, key, uses):
        yield Edge(source=who, target=f"key {name}", words=words)


def _arrows(scope: Scope, path: SpecPath, key: CustomerKey, uses: Sequence[Use]) -> Iterator[tuple[str, str]]:
    for index, text in enumerate(key.administrators):
        yield _who(scope.principal((*path, "administrators", index), text)), "manages"
    for use in uses:
        through = f" through {', '.join(use.via)}" if use.via else ""
        limit = " in a context" if use.context else ""
        yield _who(use.principal, use.account), f"{_WORDS[use.kind]}{through}{limit}"
    for service in key.service_use:
        yield f"everybody of account {scope.identity.account_id}", f"uses through {service}"
    if key.log_groups:
        yield "CloudWatch Logs", "encrypts log groups"
    for publisher in key.publishers:
        yield publisher, "publishes to encrypted topics"
    if key.purpose == "mgn_ebs":
        yield "MGN", "encrypts volumes"


def _who(principal: str, account: str = "") -> str:
    """A principal as people call it: `role etl`, `account 123456789012`, `role x of account 210987654321`."""
    parsed = arn.parse(principal)
    if parsed is None:
        return str(principal)
    kind, _, rest = parsed.resource.partition("/")
    name = rest.rpartition("/")[2]
    if kind == "root":
        return f"account {parsed.account}"
    return f"{kind} {name}{f' of account {account}' if account else ''}" if name else str(principal)
