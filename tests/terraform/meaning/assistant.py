"""What the `migration_assistant:` part means: who of the product may do what, with which clusters."""

from collections.abc import Iterator

from tests.terraform.harness import grants
from tests.terraform.meaning import keys
from tests.terraform.meaning.assistant_product import SIDES, TAKE_SNAPSHOTS
from tests.terraform.meaning.assistant_rights import Rights, signs
from tests.terraform.meaning.form import DataAccess, Policy, Role
from tests.terraform.meaning.names import Names, Thing
from tests.terraform.meaning.network import Flow

_COLLECTION = ("CreateCollectionItems", "DescribeCollectionItems", "UpdateCollectionItems")
_INDEX = ("CreateIndex", "DescribeIndex", "ReadDocument", "UpdateIndex", "WriteDocument", "DeleteIndex")
_CONNECTS = {"capture_proxy": (), "target_proxy": ("target",)}
"""The sides to which a service connects from the group for clusters; others connect to both."""


class Assistant:
    """The deployments of a spec.

    Args:
        names: of the spec.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._part: Thing = names.spec.get("migration_assistant", {})
        every = names.part("deployments", "migration_assistant")
        self._deployments = [Deployment(names, key, thing) for key, thing in every.items()]
        names.placeholders.update(
            (f"task_role:{key}.{service}", deployment.role(service))
            for key, deployment in zip(every, self._deployments, strict=True)
            for service in deployment.services
        )

    def product_roles(self) -> set[str]:
        """The ARNs of the roles that the product has made."""
        return {deployment.role(service) for deployment in self._deployments for service in deployment.services}

    def policies(self) -> dict[str, Policy]:
        """Work out the policies of the product's roles, by ARN."""
        return {
            deployment.policy_arn(service): Policy(
                "", grants({"Statement": list(deployment.allowed(service))}), self._names.spec.get("tags", {})
            )
            for deployment in self._deployments
            for service in deployment.services
            if deployment.attaches
        }

    def attached(self) -> dict[str, str]:
        """The ARN of the policy of each of the product's roles, by the role's name."""
        return {
            deployment.role(service).rpartition("/")[2]: deployment.policy_arn(service)
            for deployment in self._deployments
            for service in deployment.services
            if deployment.attaches
        }

    def roles(self) -> dict[str, Role]:
        """Work out the roles that are made: those by which OpenSearch Service writes a snapshot."""
        return {
            deployment.snapshot_role.rpartition("/")[2]: Role(
                path="/",
                description=None,
                trust=grants({"Statement": deployment.trusted()}),
                attached=frozenset(),
                grants=grants({"Statement": list(deployment.writes_snapshots())}),
                boundary=self._names.boundary(self._part.get("permissions_boundary")),
                max_session=3600,
                tags=self._names.spec.get("tags", {}),
            )
            for deployment in self._deployments
            if deployment.makes_snapshot_role
        }

    def domain_statements(self) -> dict[str, list[Thing]]:
        """Work out what is added to the policies of domains, by key."""
        found: dict[str, list[Thing]] = {}
        for deployment in self._deployments:
            for key, statement in deployment.domain_statements():
                found.setdefault(key, []).append(statement)
        return found

    def data_access(self) -> dict[str, DataAccess]:
        """Work out the data access policies of collections, by name."""
        return {name: access for deployment in self._deployments for name, access in deployment.data_access()}

    def flows(self) -> Iterator[Flow]:
        """Work out what has to get through the network."""
        for deployment in self._deployments:
            yield from deployment.flows()

    def key_uses(self) -> dict[str, list[Thing]]:
        """Work out the statements that roles call for in the policies of keys of the spec."""
        found: dict[str, list[Thing]] = {}
        for deployment in self._deployments:
            for key, statement in deployment.key_uses():
                if key in self._names.part("keys", "kms"):
                    found.setdefault(key, []).append(statement)
        return found


class Deployment(Rights):
    """A deployment, and what it calls for from others."""

    def domain_statements(self) -> Iterator[tuple[str, Thing]]:
        """Yield what is added to the policy of a domain, with its key."""
        domains = self._names.part("domains", "opensearch")
        for side, cluster in self._sides.items():
            if (key := cluster.get("domain")) not in domains:
                continue
            below = [f"{self._names.domain_arn(key)}/*"]
            if "open_policy" in cluster:
                yield key, {"Effect": "Allow", "Principal": "*", "Action": "es:ESHttp*", "Resource": below}
            elif signs(cluster):
                for service in self.services:
                    actions = [f"es:ESHttp{method}" for method in self._methods(service, side)]
                    who = {"AWS": self.role(service)}
                    yield key, {"Effect": "Allow", "Principal": who, "Action": actions, "Resource": below}

    def data_access(self) -> Iterator[tuple[str, DataAccess]]:
        """Yield the data access policy of a collection, with its name.

        https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
        """
        if collection := self._sides.get("target", {}).get("serverless"):
            name = collection["collection"]
            resources: dict[str, tuple[str, ...]] = {f"collection/{name}": _COLLECTION}
            resources |= {f"index/{name}/{index}": _INDEX for index in collection["indexes"]}
            if "*" not in collection["indexes"]:
                # Workers share what is left to do in an index of the target.
                resources[f"index/{name}/.migrations_working_state*"] = _INDEX
            cells = (
                (self.role(service), resource, f"aoss:{permission}")
                for service in self.services
                if self._methods(service, "target")
                for resource, permissions in resources.items()
                for permission in permissions
            )
            yield f"{self._names.stem}-ma-{self._key.replace('_', '-')}", DataAccess(frozenset(cells))

    def flows(self) -> Iterator[Flow]:
        """Yield what the services open: one connection to each cluster.

        The Capture Proxy connects to the source from the group of all services, the others from that for clusters.
        """
        for side, cluster in self._sides.items():
            own: Thing = cluster.get("self_managed", {})
            group = next((c["security_group"] for c in _holders(cluster) if "security_group" in c), None)
            port = own.get("port", 9200) if own else 443
            for target in [group] if group else own.get("cidrs", []):
                seen_as = tuple(cluster.get("seen_as", ()))
                if any(side in _CONNECTS.get(service, SIDES) for service in self.services):
                    yield Flow(self._thing["access_security_group"], target, (port, port), seen_as)
                if side == "source" and "capture_proxy" in self.services:
                    yield Flow(self._thing["service_security_group"], target, (port, port), seen_as)

    def key_uses(self) -> Iterator[tuple[str, Thing]]:
        """Yield the statements that roles call for in the policy of a key, with what the spec calls the key."""
        if key := self._snapshot.get("kms_key"):
            for service in self.services:
                if service in ("reindex", *TAKE_SNAPSHOTS):
                    actions = keys.DECRYPT if service == "reindex" else keys.CRYPTO
                    yield key, keys.use(self._names, [self.role(service)], actions, ["s3"])
            if self.makes_snapshot_role:
                yield key, keys.use(self._names, [self.snapshot_role], keys.CRYPTO, ["s3"])
        for service in self.services:
            for secret in self._secrets(service):
                if "kms_key" in secret:
                    who = [self.role(service)]
                    yield secret["kms_key"], keys.use(self._names, who, keys.DECRYPT, ["secretsmanager"])


def _holders(cluster: Thing) -> Iterator[Thing]:
    """Yield the places where the group of a cluster may stand."""
    yield from (cluster, cluster.get("self_managed", {}), cluster.get("serverless", {}))
