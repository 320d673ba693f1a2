"""What the `mgn:` part means: ways through the network, VPC endpoints, and the policies of who installs agents.

https://docs.aws.amazon.com/mgn/latest/ug/Network-Requirements.html
"""

from collections.abc import Iterator

from tests.terraform.harness import grants
from tests.terraform.meaning.form import Policy
from tests.terraform.meaning.mgn_operators import MgnOperator, end_of
from tests.terraform.meaning.names import Names, Thing
from tests.terraform.meaning.network import Flow, Need

_REPLICATION = (1500, 1500)
_BUCKETS = (
    *("aws-mgn-clients", "aws-mgn-clients-hashes", "aws-mgn-internal", "aws-mgn-internal-hashes"),
    *("aws-application-migration-service", "aws-application-migration-service-hashes", "amazon-ssm"),
)
_SYSTEMS_MANAGER = ("ssm", "ssmmessages", "ec2messages")


class Mgn:
    """The MGN of a spec.

    Args:
        names: of the spec.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._part: Thing = names.spec.get("mgn", {})
        self._staging: Thing = self._part.get("staging_area", {})
        self._installers = names.part("agent_installers", "mgn")

    @property
    def operators(self) -> list[MgnOperator]:
        """Who works with MGN."""
        return [MgnOperator(self._names, key) for key in self._names.part("operators", "mgn")]

    def flows(self) -> Iterator[Flow]:
        """Work out what has to get through the network: replication, from every network with source servers."""
        if self._staging:
            group = self._staging["replication_servers"]
            yield from (Flow(cidr, group, _REPLICATION) for cidr in self._sources())

    def needs(self) -> Iterator[Need]:
        """Work out the VPC endpoints of a staging area that has no other way out, and of agents that use them."""
        if self._staging.get("endpoints") != "create":
            return
        group, area = frozenset({self._staging["replication_servers"]}), frozenset(self._staging["cidrs"])
        agents = frozenset(self._sources() if self._staging.get("agents_through") == "endpoints" else ())
        yield self._need("mgn", group, area | agents, self._of_mgn())
        yield self._need("ec2", group, area, self._of_account("ec2"))
        yield self._need("s3", group, statements=self._software(), gateway=True)
        if agents:
            yield self._need("s3", networks=agents, statements=self._software())
        if launched := self._part.get("post_launch_actions", {}).get("security_groups"):
            for service in _SYSTEMS_MANAGER:
                yield self._need(service, frozenset(launched), statements=self._of_account(service))

    def policies(self) -> dict[str, Policy]:
        """Work out the policies of who installs agents, by ARN."""
        tags = self._names.spec.get("tags", {})
        return {
            self._arn(key): Policy(
                entry.get("description", ""), grants({"Statement": list(self._installs(entry))}), tags
            )
            for key, entry in self._installers.items()
        }

    def attached(self, kind: str, holder: str) -> frozenset[str]:
        """Return the ARNs of those that a group or role has; see `Domains.attached`."""
        return frozenset(self._arn(key) for key, entry in self._installers.items() if holder in entry.get(kind, []))

    def _arn(self, key: str) -> str:
        entry = self._installers[key]
        return self._names.iam(f"policy/{self._names.name('policy', f'mgn-{key}-agents', entry)}")

    def _sources(self) -> Iterator[str]:
        for servers in self._part.get("source_servers", {}).values():
            yield from servers["cidrs"]

    def _need(
        self,
        service: str,
        clients: frozenset[str] = frozenset(),
        networks: frozenset[str] = frozenset(),
        statements: tuple[Thing, ...] = (),
        *,
        gateway: bool = False,
    ) -> Need:
        return Need(
            service=service,
            vpc=self._names.known(self._staging["vpc"]),
            places=tuple(self._staging["route_tables" if gateway else "subnets"]),
            clients=clients,
            gateway=gateway,
            statements=statements,
            networks=networks,
        )

    def _of_account(self, service: str) -> tuple[Thing, ...]:
        own = {"StringEquals": {"aws:PrincipalAccount": [self._names.account_id]}}
        return ({"Effect": "Allow", "Principal": "*", "Action": f"{service}:*", "Resource": "*", "Condition": own},)

    def _of_mgn(self) -> tuple[Thing, ...]:
        """An agent opens its session before it has credentials of the account.

        https://docs.aws.amazon.com/mgn/latest/ug/installing-agent-blocked.html
        """
        session = f"arn:{self._names.partition}:execute-api:{self._names.region}:*:*/POST/CreateSessionForMgn"
        opens = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": session}
        return (*self._of_account("mgn"), opens)

    def _software(self) -> tuple[Thing, ...]:
        region = self._names.region
        buckets = [*(f"{bucket}-{region}" for bucket in _BUCKETS), f"al2023-repos-{region}-de612dc2"]
        objects = [f"arn:{self._names.partition}:s3:::{bucket}/*" for bucket in buckets]
        return ({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": objects},)

    def _installs(self, entry: Thing) -> Iterator[Thing]:
        """Yield what AWSApplicationMigrationAgentInstallationPolicy allows, as far as conditions can narrow it.

        The certificate is for a server that is there by then, with the tags that it was registered with.

        https://docs.aws.amazon.com/mgn/latest/ug/agent-role.html
        """
        until = {"DateLessThan": {"aws:CurrentTime": [end_of(entry["until"])]}} if "until" in entry else {}
        tags = {f"aws:RequestTag/{key}": values for key, values in entry.get("tags", {}).items()}
        own = {f"aws:ResourceTag/{key}": values for key, values in entry.get("tags", {}).items()}
        here = {"aws:RequestedRegion": [self._names.region]}
        servers = self._names.arn_of("mgn", "source-server/*")

        def allow(actions: list[str], resource: str, **equals: list[str]) -> Thing:
            condition = {**until, **({"StringEquals": equals} if equals else {})}
            return {
                "Effect": "Allow",
                "Action": [f"mgn:{action}" for action in actions],
                "Resource": resource,
                "Condition": condition,
            }

        once = ["GetAgentInstallationAssetsForMgn", "SendClientLogsForMgn", "SendClientMetricsForMgn"]
        yield allow([*once, "VerifyClientRoleForMgn"], "*", **here)
        yield allow(["RegisterAgentForMgn"], "*", **here, **tags)
        yield allow(["IssueClientCertificateForMgn"], servers, **own)
        yield allow(["TagResource"], servers, **{"mgn:CreateAction": ["RegisterAgentForMgn"]}, **tags)
