"""What moto lacks of KMS."""

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import Key, KmsBackend
from moto.kms.responses import KmsResponse
from moto.utilities.utils import get_partition

from tests.terraform.harness.lacking.iam import absent_principals
from tests.terraform.harness.lacking.wanted import wanted_id


def add() -> None:
    """Make all additions."""
    arns_can_be_wanted()
    rotation_has_a_period()
    principals_exist()


def arns_can_be_wanted() -> None:
    """Let the harness choose the ARN of a key that it creates, that of a key in another account among them."""
    initialise = Key.__init__

    def init(self: Key, *args: Any, **named: Any) -> None:
        initialise(self, *args, **named)
        if arn := wanted_id():
            self.id, self.arn = arn.rpartition("/")[2], arn

    setattr(Key, "__init__", init)  # noqa: B010 (mypy: a method)


def rotation_has_a_period() -> None:
    """Keep and return the rotation period, in days; AWS takes 365 where none is given.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
    """
    enable, status = KmsResponse.enable_key_rotation, KmsResponse.get_key_rotation_status

    def key(self: KmsResponse) -> Any:
        backend = self.kms_backend
        return backend.keys[backend.get_key_id(self._get_param("KeyId"))]

    def enable_with_period(self: KmsResponse) -> str:
        answer: str = enable(self)
        key(self).rotation_period = self._get_param("RotationPeriodInDays") or 365
        return answer

    def status_with_period(self: KmsResponse) -> str:
        answer = json.loads(status(self))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = key(self).rotation_period
        return json.dumps(answer)

    for name, action in {
        "enable_key_rotation": enable_with_period,
        "get_key_rotation_status": status_with_period,
    }.items():
        setattr(KmsResponse, name, action)


def principals_exist() -> None:
    """Refuse a key policy that names a role or user of the account which does not exist.

    AWS answers MalformedPolicyDocumentException, for which the provider tries again for minutes: by then the principal
    exists, and an order that a root lacks would not show. So the answer here is one that it takes at its word.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
    """
    put_key_policy = KmsBackend.put_key_policy

    def put(self: KmsBackend, key_id: str, policy: str) -> None:
        if missing := sorted(absent_principals(policy, self.account_id, get_partition(self.region_name))):
            message = f"Policy contains a statement with one or more invalid principals: {', '.join(missing)}"
            raise JsonRESTError("ValidationException", message)
        put_key_policy(self, key_id, policy)

    setattr(KmsBackend, "put_key_policy", put)  # noqa: B010 (mypy: a method)
