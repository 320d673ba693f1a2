"""What moto lacks of OpenSearch Service."""

from inspect import signature
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.opensearch.models import OpenSearchDomain, OpenSearchServiceBackend
from moto.opensearch.responses import OpenSearchServiceResponse
from moto.utilities.utils import get_partition

from tests.terraform.harness.lacking.iam import absent_principals


def add() -> None:
    """Make all additions."""
    domains_are_active()
    elasticsearch_is_updated()
    principals_exist()
    policies_go()


def domains_are_active() -> None:
    """Say of a domain that no change of it is in progress, for which Terraform waits with one that runs Elasticsearch.

    https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainStatus.html
    """
    to_dict = OpenSearchDomain.to_dict

    def with_status(self: OpenSearchDomain) -> dict[str, Any]:
        return {**to_dict(self), "DomainProcessingStatus": "Active"}

    setattr(OpenSearchDomain, "to_dict", with_status)  # noqa: B010 (mypy: a method)


def elasticsearch_is_updated() -> None:
    """Update a domain's access policy by the older API, too, whose updates moto takes for questions.

    https://docs.aws.amazon.com/elasticsearch-service/latest/developerguide/es-configuration-api.html
    """
    describe = OpenSearchServiceResponse.describe_es_domain_config
    options = dict.fromkeys(signature(OpenSearchServiceBackend.update_domain_config).parameters)
    del options["self"]

    def config(cls: type[OpenSearchServiceResponse], request: Any, full_url: str, headers: Any) -> Any:
        if request.method == "GET":
            return describe(request, full_url, headers)
        response = cls()
        response.setup_class(request)
        name, policy = request.url.split("/")[-2], response._get_param("AccessPolicies")
        changed: dict[str, Any] = {**options, "domain_name": name, "access_policies": policy}
        response.opensearch_backend.update_domain_config(**changed)
        return describe(request, full_url, headers)

    setattr(OpenSearchServiceResponse, "describe_es_domain_config", classmethod(config))  # noqa: B010 (mypy: a method)


def principals_exist() -> None:
    """Refuse an access policy that names a role or user of the account which does not exist.

    AWS answers `Error setting policy`, for which the provider may try again for minutes: by then the principal
    exists, and an order that a root lacks would not show. So the answer here is one that it takes at its word.

    https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
    """
    create_domain, update_config = OpenSearchServiceBackend.create_domain, OpenSearchServiceBackend.update_domain_config

    def create(self: OpenSearchServiceBackend, **named: Any) -> OpenSearchDomain:
        refuse(self, named["access_policies"])
        return create_domain(self, **named)

    def update(self: OpenSearchServiceBackend, **named: Any) -> OpenSearchDomain:
        refuse(self, named["access_policies"])
        return update_config(self, **named)

    def refuse(self: OpenSearchServiceBackend, policy: str | None) -> None:
        if policy and (missing := sorted(absent_principals(policy, self.account_id, get_partition(self.region_name)))):
            raise JsonRESTError("ValidationException", f"Invalid principals in policy: {', '.join(missing)}")

    for name, action in {"create_domain": create, "update_domain_config": update}.items():
        setattr(OpenSearchServiceBackend, name, action)


def policies_go() -> None:
    """Take a domain's access policy away where an update gives an empty one; moto leaves the old one.

    Terraform destroys a domain's policy in this way.
    """
    update_config = OpenSearchServiceBackend.update_domain_config

    def update(self: OpenSearchServiceBackend, **named: Any) -> OpenSearchDomain:
        domain = update_config(self, **named)
        if named["access_policies"] == "":
            domain.access_policies = ""
        return domain

    setattr(OpenSearchServiceBackend, "update_domain_config", update)  # noqa: B010 (mypy: a method)
