"""The Terraform resource type that is this area's own; its template is in `templates/areas/migration_assistant/`."""

from dataclasses import dataclass
from typing import Any, ClassVar

from landbridge.ir import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAccessPolicy(Resource):
    """aws_opensearchserverless_access_policy: who may do what with the data of a collection.

    `policy` is its document: a tuple of mappings with Description, Rules and Principal.
    Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
    """

    type: ClassVar[str] = "aws_opensearchserverless_access_policy"
    template: ClassVar[str] = "areas/migration_assistant/aws_opensearchserverless_access_policy.tf.j2"
    regional: ClassVar[bool] = True
    name: str
    description: str
    policy: tuple[dict[str, Any], ...]

    @property
    def account_wide_name(self) -> str:
        """Its name; an account has it once in each region."""
        return self.name
