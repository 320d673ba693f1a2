"""moto's server, with what moto lacks of the AWS that the emitted roots rely on.

Each addition stands here with the API reference it follows; nothing that moto does is changed otherwise.
Run as `python -m tests.terraform.harness.server -H 127.0.0.1 -p 0`.
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.models import User
from moto.iam.responses import IamResponse
from moto.server import main


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
    User.permissions_boundary = None


if __name__ == "__main__":
    users_have_boundaries()
    main()
