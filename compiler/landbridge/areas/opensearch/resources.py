"""The Terraform resource types of the OpenSearch module. Each has its template in `templates/areas/opensearch/`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from landbridge.ir import Resource, Traversal
from landbridge.policy.document import PolicyDocument

Engine = Literal["opensearch", "elasticsearch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HasDomainPolicy(Resource):
    """What holds the access policy of a domain: the domain itself, or a resource of its own; never both.

    Destroying the one destroys the domain, and destroying the other leaves it without a policy. `found` is the policy
    that the domain had when it was taken over; `network_is_known`: its file, or its endpoint, shows where it is.
    """

    regional: ClassVar[bool] = True
    name_of: ClassVar[str] = "policy of the domain"
    sharing: ClassVar[str] = "say all access to the domain in one spec, which may be several files by extends"
    domain_name: str
    access_policies: PolicyDocument
    found: PolicyDocument
    network_is_known: bool = False

    @property
    def account_wide_name(self) -> str:
        """Its domain's name; an account has it once in each region."""
        return self.domain_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OpensearchDomainPolicy(HasDomainPolicy):
    """aws_opensearch_domain_policy: cannot be imported, so that creating it overwrites the domain's policy.

    Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/opensearch_domain_policy
    """

    type: ClassVar[str] = "aws_opensearch_domain_policy"
    template: ClassVar[str] = "areas/opensearch/aws_opensearch_domain_policy.tf.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchDomainPolicy(HasDomainPolicy):
    """aws_elasticsearch_domain_policy: the same for domains of the Elasticsearch era."""

    type: ClassVar[str] = "aws_elasticsearch_domain_policy"
    template: ClassVar[str] = "areas/opensearch/aws_elasticsearch_domain_policy.tf.j2"


_LEFT_ALONE = (
    *("advanced_options", "advanced_security_options", "auto_tune_options", "cluster_config", "cognito_options"),
    *("domain_endpoint_options", "ebs_options", "encrypt_at_rest", "log_publishing_options"),
    *("node_to_node_encryption", "snapshot_options", "tags", "tags_all", "vpc_options"),
)
_LEFT_ALONE_BY_ENGINE: dict[Engine, tuple[str, ...]] = {
    "opensearch": ("engine_version", "ip_address_type", "off_peak_window_options", "software_update_options"),
    "elasticsearch": ("elasticsearch_version",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpensearchDomain(HasDomainPolicy):
    """aws_opensearch_domain, of which nothing but the policy is written; imported by the domain's name."""

    type: ClassVar[str] = "aws_opensearch_domain"
    template: ClassVar[str] = "areas/opensearch/aws_opensearch_domain.tf.j2"
    why_left_alone: ClassVar[str] = "Landbridge writes the policy and leaves all else as it is."
    prevent_destroy: bool = True

    @property
    def left_alone(self) -> tuple[Traversal, ...]:
        """All other arguments that hashicorp/aws 5.100.0 has for it: what stands there is never changed."""
        return _arguments("opensearch")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchDomain(HasDomainPolicy):
    """aws_elasticsearch_domain: the same for domains of the Elasticsearch era."""

    type: ClassVar[str] = "aws_elasticsearch_domain"
    template: ClassVar[str] = "areas/opensearch/aws_elasticsearch_domain.tf.j2"
    why_left_alone: ClassVar[str] = OpensearchDomain.why_left_alone
    prevent_destroy: bool = True

    @property
    def left_alone(self) -> tuple[Traversal, ...]:
        """All other arguments that hashicorp/aws 5.100.0 has for it: what stands there is never changed."""
        return _arguments("elasticsearch")


def _arguments(engine: Engine) -> tuple[Traversal, ...]:
    return tuple(map(Traversal, sorted((*_LEFT_ALONE, *_LEFT_ALONE_BY_ENGINE[engine]))))


POLICIES: dict[Engine, type[HasDomainPolicy]] = {
    "opensearch": OpensearchDomainPolicy,
    "elasticsearch": ElasticsearchDomainPolicy,
}
"""The type of a policy of its own, by the domain's engine."""

DOMAINS: dict[Engine, type[HasDomainPolicy]] = {
    "opensearch": OpensearchDomain,
    "elasticsearch": ElasticsearchDomain,
}
"""The type of a domain that is taken over, by its engine."""
