"""The page for people who own what DMS uses here: keys and secrets that are not of this spec.

Across accounts both sides have to allow: the role's own policy, which is here, and that of the key or secret, which is
theirs. Sources: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html and
https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landbridge.areas.dms.keys import own_key, uses
from landbridge.areas.dms.naming import names, secret_role, secret_roles
from landbridge.areas.dms.secrets import read_by
from landbridge.areas.dms.sides import sides
from landbridge.areas.dms.spec import Dms
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.ir import Page
from landbridge.policy.document import PolicyDocument, Principal, Statement

NAME = "FOR-OTHERS.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What one owner adds to one policy: a statement about one role, or the whole policy with it."""

    thing: str
    owner: str
    what: str
    addition: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the page shows."""

    keys: tuple[Half, ...]
    secrets: tuple[Half, ...]


def owners_page(scope: Scope, part: Dms) -> Iterator[Page]:
    """The page, where anybody else owns anything."""
    content = Content(keys=tuple(_keys(scope, part)), secrets=tuple(_secrets(scope, part)))
    if content.keys or content.secrets:
        title = "What owners of keys and secrets have to do"
        yield Page(name=NAME, title=title, template="areas/dms/for-others.md.j2", content=content)


def _keys(scope: Scope, part: Dms) -> Iterator[Half]:
    roles = names(scope, part)
    for use in uses(part):
        if own_key(use.key) is None and use.role in roles:
            yield Half(
                thing=scope.shown(use.key),
                owner=_owner(scope, use.key),
                what=use.what,
                addition=_statement(
                    "UseByDms" if use.writes else "DecryptByDms", roles[use.role], use.actions
                ).to_json(),
            )


def _secrets(scope: Scope, part: Dms) -> Iterator[Half]:
    roles = names(scope, part)
    for side in sides(part):
        for kind in secret_roles(side):
            for _, secret in read_by(side, kind):
                parsed = arn.parse(scope.shown(secret.arn)) if secret.arn else None
                account = parsed.account if parsed else ""
                if arn.is_account_id(account) and account != scope.identity.account_id:
                    role = roles[secret_role(side.key, kind)]
                    reads = _statement("ReadByDms", role, ("secretsmanager:GetSecretValue",))
                    yield Half(
                        thing=scope.shown(secret.arn),
                        owner=_owner(scope, secret.arn),
                        what=f"credentials of endpoint {side.key}",
                        addition=PolicyDocument((reads,)).to_json(),
                    )


def _statement(sid: str, role: str, actions: tuple[str, ...]) -> Statement:
    return Statement(sid=sid, principals=(Principal("AWS", (role,)),), actions=actions, resources=("*",))


def _owner(scope: Scope, text: str) -> str:
    parsed = arn.parse(scope.shown(text))
    if parsed is None:
        return "its owner"
    return "its owner in this account" if parsed.account == scope.identity.account_id else f"account {parsed.account}"
