"""What moto lacks of IAM."""

import json
import re
from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import IAMException
from moto.iam.models import IAMBackend, User, iam_backends
from moto.iam.responses import IamResponse

_OWN = re.compile(r"arn:[\w-]+:iam::(\d{12}):(?:role|user)/.+")


def add() -> None:
    """Make all additions."""
    users_have_boundaries()
    trusted_principals_exist()


def users_have_boundaries() -> None:
    """Let users have a permissions boundary; moto 5.2 knows it for roles only.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
    """
    create_user = IamResponse.create_user

    def create(self: IamResponse) -> ActionResult:
        result = create_user(self)
        put(self)
        return result

    def put(self: IamResponse) -> ActionResult:
        if arn := self._get_param("PermissionsBoundary"):
            _user(self).permissions_boundary = {
                "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
                "PermissionsBoundaryArn": arn,
            }
        return EmptyResult()

    def delete(self: IamResponse) -> ActionResult:
        _user(self).permissions_boundary = None
        return EmptyResult()

    def _user(self: IamResponse) -> Any:
        return self.backend.get_user(self._get_param("UserName"))

    additions = {"put_user_permissions_boundary": put, "delete_user_permissions_boundary": delete}
    for name, action in {"create_user": create, **additions}.items():
        setattr(IamResponse, name, action)
    setattr(User, "permissions_boundary", None)  # noqa: B010 (mypy: moto's class does not know it)


def trusted_principals_exist() -> None:
    """Refuse a trust policy that names a role or user of the account which does not exist.

    AWS answers MalformedPolicyDocument, for which the provider tries again for minutes: by then the principal exists,
    and an order that a root lacks would not show. So the answer here is one that it takes at its word.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
    """
    create_role, update_trust = IAMBackend.create_role, IAMBackend.update_assume_role_policy

    def create(self: IAMBackend, role_name: str, assume_role_policy_document: str, *rest: Any, **named: Any) -> Any:
        refuse(self, assume_role_policy_document)
        return create_role(self, role_name, assume_role_policy_document, *rest, **named)

    def update(self: IAMBackend, role_name: str, policy_document: str) -> None:
        refuse(self, policy_document)
        update_trust(self, role_name, policy_document)

    def refuse(self: IAMBackend, document: str) -> None:
        if missing := sorted(absent_principals(document, self.account_id, self.partition)):
            raise IAMException("InvalidInput", f"Invalid principal in policy: {', '.join(missing)}")

    for name, action in {"create_role": create, "update_assume_role_policy": update}.items():
        setattr(IAMBackend, name, action)


def absent_principals(document: str, account_id: str, partition: str) -> set[str]:
    """Find the roles and users of the account that a policy names as principals and that do not exist."""
    backend = iam_backends[account_id][partition]
    existing = {role.arn for role in backend.get_roles()} | {user.arn for user in backend.users.values()}
    named = {arn for arn in _principals(document) if (match := _OWN.fullmatch(arn)) and match[1] == account_id}
    return named - existing


def _principals(document: str) -> Iterator[str]:
    statements = json.loads(document)["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal", {})
        found = principal.get("AWS", []) if isinstance(principal, dict) else []
        yield from [found] if isinstance(found, str) else found
