"""What the `dms:` part means: roles, who uses which key, what has to get through the network."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tests.terraform.harness import Grant, grants
from tests.terraform.meaning import keys
from tests.terraform.meaning.dms_trust import REDSHIFT, DmsTrust
from tests.terraform.meaning.form import Role
from tests.terraform.meaning.names import Names, Thing
from tests.terraform.meaning.network import HTTPS, PORTS, Flow, Need
from tests.terraform.meaning.operators import Operator
from tests.terraform.meaning.permissions import allow, permissions

_ACCOUNT_ROLES = {
    "vpc": ("dms-vpc-role", "AmazonDMSVPCManagementRole"),
    "cloudwatch_logs": ("dms-cloudwatch-logs-role", "AmazonDMSCloudWatchLogsRole"),
    "redshift": ("dms-access-for-endpoint", "AmazonDMSRedshiftS3Role"),
}
"""The names by which DMS finds the roles, and what AWS manages for each.

https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole
"""

_VPC_ENDPOINTS = {"kinesis": "kinesis-streams"}
_GATEWAYS = {"s3", "dynamodb"}
_BY_HTTPS = {"s3", "dynamodb", "kinesis"}
"""Engines that are found at AWS's own public addresses, or by a VPC endpoint."""


class Dms:
    """The DMS of a spec.

    Args:
        names: of the spec.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._part: Thing = names.spec.get("dms", {})
        self._endpoints = names.part("endpoints", "dms")
        self._trust = DmsTrust(names)

    def roles(self, managed: Mapping[str, str]) -> dict[str, Role]:
        """Work out all roles by name.

        Args:
            managed: the ARNs of AWS's own policies by name.
        """
        found = {}
        for kind, choice in self._part.get("account_roles", {}).items():
            if choice != "reference":
                name, policy = _ACCOUNT_ROLES[kind]
                found[name] = self._role(self._trust.of_account(kind), [], self._part, attached=[managed[policy]])
        for key, endpoint in self._endpoints.items():
            if statements := [*self._allowed(key), *self._allowed_keys(key)]:
                found[self._name(key, endpoint)] = self._role(self._trust.of_endpoint(endpoint), statements, endpoint)
        for key, bucket in self._assessments.items():
            trust = [self._trust.on_behalf_of("assessment-run:*", "task:*")]
            found[self._name(f"{key}-assessment", bucket)] = self._role(trust, self._assessment(bucket), bucket)
        for name, endpoint, secrets in self._secrets():
            found[name] = self._role([self._trust.of_secrets()], list(self._read(secrets)), endpoint)
        return found

    @property
    def operators(self) -> list[Operator]:
        """Who works with DMS."""
        return [Operator(self._names, key) for key in self._names.part("operators", "dms")]

    @property
    def adopted(self) -> dict[str, str]:
        """The roles that exist and are taken over: name → the policy of AWS's that each has."""
        every = self._part.get("account_roles", {}).items()
        return dict(_ACCOUNT_ROLES[kind] for kind, choice in every if choice == "adopt")

    @cached_property
    def role_names(self) -> dict[str, str]:
        """The ARNs of the roles by what a spec may call them: dms_role:KEY and dms_secret_role:KEY."""
        iam = self._names.iam
        found = {f"dms_role:{kind}": iam(f"role/{_ACCOUNT_ROLES[kind][0]}") for kind in self._part["account_roles"]}
        found |= {f"dms_role:{key}": self._arn(key, endpoint) for key, endpoint in self._endpoints.items()}
        keys_of = {endpoint_name: key for key, endpoint_name in self._secret_names.items()}
        return found | {f"dms_secret_role:{key}": iam(f"role/{name}") for name, key in keys_of.items()}

    def key_uses(self) -> dict[str, list[Thing]]:
        """Work out the statements that roles call for in the policies of keys of the spec."""
        found: dict[str, list[Thing]] = {}
        own = self._names.part("keys", "kms")
        for key, endpoint in self._endpoints.items():
            if (target := endpoint.get("target_key")) in own:
                who = [self._arn(key, endpoint)]
                found.setdefault(target, []).extend([keys.use(self._names, who), keys.granting(who)])
        for key, bucket in self._assessments.items():
            if (used := bucket.get("kms_key")) in own:
                who = [self._arn(f"{key}-assessment", bucket)]
                found.setdefault(used, []).append(keys.use(self._names, who))
        for name, _, secrets in self._secrets():
            for secret in secrets:
                if (used := secret.get("kms_key")) in own:
                    who = [self._names.iam(f"role/{name}")]
                    found.setdefault(used, []).append(keys.decryption(self._names, who))
        return found

    def flows(self) -> Iterator[Flow]:
        """Work out what has to get through the network, by the scenario of each endpoint."""
        for endpoint in self._endpoints.values():
            if endpoint["engine"] not in _BY_HTTPS:
                yield from self._flows_to(endpoint)
        for key, instance in self._instances.items():
            called = {_VPC_ENDPOINTS.get(service, service) for service in self._services(key)}
            # In a private network only what is there already is found by an address: the rest gets an endpoint.
            if called.intersection(instance["private"].get("present", [])) if "private" in instance else called:
                anywhere = ["0.0.0.0/0"] if "https_anywhere" in instance else []
                for target in [*instance.get("https_to", []), *anywhere]:
                    yield Flow(instance["security_group"], target, HTTPS)

    def _flows_to(self, endpoint: Thing) -> Iterator[Flow]:
        """Groups name each other where both are in reach; where not, each side is to the other what its address is.

        https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html
        """
        for group, cidrs, port in _listening(endpoint):
            yield from self._flows_to_port(endpoint, group, cidrs, (port, port))

    def _flows_to_port(
        self, endpoint: Thing, group: str | None, cidrs: list[str], ports: tuple[int, int]
    ) -> Iterator[Flow]:
        """A host between passes packets on, so that they have to get out to both; a proxy connects for itself."""
        instance = self._instance(endpoint)
        source = instance["security_group"]
        seen_as = instance.get(_SEEN_AS.get(endpoint.get("scenario", ""), ""))
        if endpoint.get("region", self._names.region) != self._names.region:
            seen_as = instance.get("cidrs")
        if "bridge" in endpoint:
            written = endpoint["bridge"]
            bridge = {"security_group": written} if isinstance(written, str) else written
            yield Flow(source, bridge["security_group"], ports)
            if bridge.get("kind") != "proxy":
                yield from (Flow(source, cidr, ports) for cidr in cidrs)
            source = bridge["security_group"]
        if group and seen_as is None:
            yield Flow(source, group, ports)
        else:
            yield from (Flow(source, cidr, ports) for cidr in cidrs)
            yield from (Flow(_network(address), group, ports) for address in seen_as or [] if group)

    def needs(self) -> Iterator[Need]:
        """Work out the VPC endpoints of replication instances that have no other way out."""
        for key, instance in self._instances.items():
            if private := instance.get("private"):
                for service, statements in self._services(key).items():
                    name = _VPC_ENDPOINTS.get(service, service)
                    if name not in private.get("present", []):
                        gateway = service in _GATEWAYS and "route_tables" in private
                        yield Need(
                            service=name,
                            vpc=self._names.known(private["vpc"]),
                            places=tuple(private["route_tables" if gateway else "subnets"]),
                            clients=frozenset({instance["security_group"]}),
                            gateway=gateway,
                            statements=tuple(statements),
                            private_dns=private.get("private_dns"),
                        )

    def _services(self, instance: str) -> dict[str, list[Thing]]:
        """Return the AWS services that a replication instance calls, with the statements that allow the calls."""
        found: dict[str, list[Thing]] = {}
        mine = {key: each for key, each in self._endpoints.items() if self._instance_key(each) == instance}
        for key, endpoint in mine.items():
            for service, statements in permissions(self._names, endpoint).items():
                if service not in ("rds-db", "es", "neptune-db"):
                    called = [_through(statement, self._arn(key, endpoint)) for statement in statements]
                    found.setdefault(service, []).extend(called)
            if endpoint["engine"] in REDSHIFT:
                found.setdefault("redshift", [])
                found.setdefault("s3", [])
        for name, endpoint, secrets in self._secrets():
            if self._instance_key(endpoint) == instance:
                read = _read(self._names, secrets)
                called = [_through(read, self._names.iam(f"role/{name}"))]
                found.setdefault("secretsmanager", []).extend(called)
        return found

    @property
    def _instances(self) -> dict[str, Thing]:
        return self._names.part("replication_instances", "dms")

    @property
    def _assessments(self) -> dict[str, Thing]:
        return self._names.part("assessment_buckets", "dms")

    def _instance_key(self, endpoint: Thing) -> str:
        key: str = endpoint.get("replication_instance", next(iter(self._instances), ""))
        return key

    def _instance(self, endpoint: Thing) -> Thing:
        return self._instances[self._instance_key(endpoint)]

    def _name(self, key: str, thing: Thing) -> str:
        return self._names.name("role", f"dms-{key}", thing)

    def _arn(self, key: str, thing: Thing) -> str:
        return self._names.iam(f"role/{self._name(key, thing)}")

    @property
    def _secret_names(self) -> dict[str, str]:
        return {
            key: self._name(f"{key}-secret", {"name": endpoint["secret"].get("role_name")})
            for key, endpoint in ((key, _with_secrets(endpoint)) for key, endpoint in self._endpoints.items())
            if "secret" in endpoint
        }

    def _secrets(self) -> Iterator[tuple[str, Thing, list[Thing]]]:
        """Yield each role that reads secrets: its name, its endpoint and the secrets."""
        for key, written in self._endpoints.items():
            endpoint = _with_secrets(written)
            first = [endpoint["secret"]] if "secret" in endpoint else []
            asm = [endpoint["asm_secret"]] if "asm_secret" in endpoint else []
            together = asm if endpoint.get("one_role_for_both") else []
            if first:
                yield self._secret_names[key], written, [*first, *together]
            if asm and not together:
                yield self._name(f"{key}-asm-secret", {"name": asm[0].get("role_name")}), written, asm

    def _role(
        self, trust: Iterable[Thing], statements: list[Thing], thing: Thing, attached: Iterable[str] = ()
    ) -> Role:
        return Role(
            path="/",
            description=None,
            trust=grants({"Statement": list(trust)}),
            attached=frozenset(attached),
            grants=grants({"Statement": statements}) if statements else frozenset[Grant](),
            boundary=self._names.boundary(thing.get("permissions_boundary") or self._part.get("permissions_boundary")),
            max_session=3600,
            tags=self._names.spec.get("tags", {}) | thing.get("tags", {}),
        )

    def _allowed(self, key: str) -> Iterator[Thing]:
        for statements in permissions(self._names, self._endpoints[key]).values():
            yield from statements

    def _allowed_keys(self, key: str) -> Iterator[Thing]:
        if target := self._endpoints[key].get("target_key"):
            yield allow("kms", keys.CRYPTO, self._names.key(target))

    def _assessment(self, bucket: Thing) -> list[Thing]:
        arn = f"arn:{self._names.partition}:s3:::{self._names.fill(bucket['bucket'])}"
        on_key = [allow("kms", keys.CRYPTO, self._names.key(bucket["kms_key"]))] if "kms_key" in bucket else []
        return [
            allow("s3", ["PutObject", "DeleteObject", "GetObject", "PutObjectTagging"], f"{arn}/*"),
            allow("s3", ["ListBucket", "GetBucketLocation"], arn),
            *on_key,
        ]

    def _read(self, secrets: list[Thing]) -> Iterator[Thing]:
        yield _read(self._names, secrets)
        for secret in secrets:
            if "kms_key" in secret:
                yield allow("kms", keys.DECRYPT, self._names.key(secret["kms_key"]))


_SEEN_AS = {"internet": "public_ips", "nat_gateway": "nat_ips", "direct_connect": "cidrs", "vpn": "cidrs"}
"""As what a replication instance appears at a database that cannot see its group, by scenario."""


def _listening(endpoint: Thing) -> Iterator[tuple[str | None, list[str], int]]:
    """Yield the group, the addresses and the port of a database, and those of Oracle ASM where DMS reads that, too."""
    encrypted = endpoint["engine"] == "kafka" and endpoint.get("tls")
    port = endpoint.get("port", 9094 if encrypted else PORTS.get(endpoint["engine"], 443))
    database = (endpoint.get("security_group"), endpoint.get("cidrs", []))
    yield *database, port
    if "asm_secret" in endpoint:
        asm = (endpoint.get("asm_security_group"), endpoint.get("asm_cidrs", []))
        yield *(asm if any(asm) else database), endpoint.get("asm_port", 1521)


def _network(address: str) -> str:
    """Write a single address as a network."""
    return address if "/" in address else f"{address}/{128 if ':' in address else 32}"


def _with_secrets(endpoint: Thing) -> Thing:
    """Write out secrets that are given by their ARN alone."""
    short = {key: {"arn": endpoint[key]} for key in ("secret", "asm_secret") if isinstance(endpoint.get(key), str)}
    return {**endpoint, **short}


def _read(names: Names, secrets: list[Thing]) -> Thing:
    return allow("secretsmanager", ["GetSecretValue"], *(names.fill(secret["arn"]) for secret in secrets))


def _through(statement: Thing, role: str) -> Thing:
    """Turn a role's statement into that of a VPC endpoint, for this role alone."""
    return {**statement, "Principal": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": [role]}}}
