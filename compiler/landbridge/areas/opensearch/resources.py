"""The Terraform resource types of the OpenSearch module. Each has its template in `templates/areas/opensearch/`."""

from dataclasses import dataclass
from typing import ClassVar

from landbridge.ir import Resource
from landbridge.policy.document import PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfDomain(Resource):
    """What every policy of a domain has besides the policy.

    `prevent_destroy` is for domains that had a policy before.
    """

    regional: ClassVar[bool] = True
    domain_name: str
    prevent_destroy: bool

    @property
    def account_wide_name(self) -> str:
        """Its domain's name; an account has it once in each region."""
        return self.domain_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OpensearchDomainPolicy(_OfDomain):
    """aws_opensearch_domain_policy: creating it overwrites the domain's policy, destroying it leaves the domain none.

    Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/opensearch_domain_policy
    """

    type: ClassVar[str] = "aws_opensearch_domain_policy"
    template: ClassVar[str] = "areas/opensearch/aws_opensearch_domain_policy.tf.j2"
    access_policies: PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchDomainPolicy(_OfDomain):
    """aws_elasticsearch_domain_policy: the same for domains of the Elasticsearch era."""

    type: ClassVar[str] = "aws_elasticsearch_domain_policy"
    template: ClassVar[str] = "areas/opensearch/aws_elasticsearch_domain_policy.tf.j2"
    access_policies: PolicyDocument


DomainPolicy = OpensearchDomainPolicy | ElasticsearchDomainPolicy

POLICIES: dict[str, type[DomainPolicy]] = {
    "opensearch": OpensearchDomainPolicy,
    "elasticsearch": ElasticsearchDomainPolicy,
}
"""The type by the domain's engine."""
