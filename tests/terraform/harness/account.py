"""An AWS account: what tests put into it beforehand, and what it holds, read back through the API."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.terraform.harness import ec2, iam, kms, opensearch
from tests.terraform.harness.lacking.wanted import WANTED_ID
from tests.terraform.harness.moto import Moto


@dataclass(frozen=True)
class Contents:
    """What an account holds: IAM by name, policies, OIDC providers and keys by ARN, the network by id.

    The keys, the network, the domains and the data access policies (both by name) are those of one region, without what
    AWS itself puts there; but `prefix_lists` are AWS's own, by id, with their names such as com.amazonaws.eu-west-1.s3.
    """

    groups: Mapping[str, iam.Group]
    roles: Mapping[str, iam.Role]
    users: Mapping[str, iam.User]
    policies: Mapping[str, iam.Policy]
    instance_profiles: Mapping[str, iam.InstanceProfile]
    oidc_providers: Mapping[str, iam.OidcProvider]
    saml_providers: frozenset[str]
    keys: Mapping[str, kms.Key] = field(default_factory=dict)
    security_groups: Mapping[str, ec2.SecurityGroup] = field(default_factory=dict)
    vpc_endpoints: Mapping[str, ec2.VpcEndpoint] = field(default_factory=dict)
    prefix_lists: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, opensearch.Domain] = field(default_factory=dict)
    data_access: Mapping[str, opensearch.DataAccess] = field(default_factory=dict)


class Account:
    """An AWS account as seen from one region.

    Args:
        moto: the server that plays the account.
        region: the region, which decides the partition.
    """

    def __init__(self, moto: Moto, region: str) -> None:
        self.id = moto.account_id
        self.region = region
        self.endpoint = moto.endpoint
        self._moto = moto

    def client(self, service: str) -> Any:
        """Make a boto3 client for the account and region."""
        return self._moto.client(service, self.region)

    def create_users(self, names: Iterable[str]) -> None:
        """Create users, as another team would have."""
        iam = self.client("iam")
        for name in names:
            iam.create_user(UserName=name)

    def create_principals(self, arns: Iterable[str]) -> None:
        """Create roles and users with these ARNs, of this account; the roles trust the account itself."""
        iam = self.client("iam")
        for arn in arns:
            account, resource = arn.rsplit(":", 1)
            kind, _, rest = resource.partition("/")
            path, _, name = f"/{rest}".rpartition("/")
            if kind == "user":
                iam.create_user(UserName=name, Path=f"{path}/")
                continue
            statement = {"Effect": "Allow", "Principal": {"AWS": f"{account}:root"}, "Action": "sts:AssumeRole"}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.create_role(RoleName=name, Path=f"{path}/", AssumeRolePolicyDocument=document)

    def create_policies(self, arns: Iterable[str]) -> None:
        """Create customer-managed policies with these ARNs, of this account, which grant nothing of use."""
        statement = {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam = self.client("iam")
        for arn in arns:
            path, _, name = arn.partition(":policy")[2].rpartition("/")
            iam.create_policy(PolicyName=name, Path=f"{path}/", PolicyDocument=document)

    def create_oidc_provider(self, url: str, audiences: Iterable[str] = ("sts.amazonaws.com",)) -> str:
        """Create an OpenID Connect provider of this https URL and return its ARN."""
        iam = self.client("iam")
        created = iam.create_open_id_connect_provider(Url=url, ClientIDList=list(audiences), ThumbprintList=["0" * 40])
        arn: str = created["OpenIDConnectProviderArn"]
        return arn

    def create_saml_provider(self, name: str) -> str:
        """Create a SAML provider and return its ARN."""
        metadata = f"<EntityDescriptor entityID={name!r}/>".ljust(1000)
        arn: str = self.client("iam").create_saml_provider(Name=name, SAMLMetadataDocument=metadata)["SAMLProviderArn"]
        return arn

    def create_keys(self, arns: Iterable[str]) -> None:
        """Create keys with these ARNs, whatever account they name: what is not made here is only granted on."""
        for arn in arns:
            self._with_id("kms", arn).create_key(KeyUsage="ENCRYPT_DECRYPT", KeySpec="SYMMETRIC_DEFAULT")

    def default_vpc(self) -> str:
        """Return the id of the VPC that AWS puts into every region of an account."""
        [vpc] = self.client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
        id_: str = vpc["VpcId"]
        return id_

    def create_vpc(self, vpc: str, *, subnets: Iterable[str] = (), route_tables: Iterable[str] = ()) -> None:
        """Create a VPC with these subnets and route tables; all have exactly the ids given."""
        self._with_id("ec2", vpc).create_vpc(CidrBlock="10.0.0.0/16")
        for number, subnet in enumerate(subnets):
            self._with_id("ec2", subnet).create_subnet(
                VpcId=vpc,
                CidrBlock=f"10.0.{number}.0/24",
                AvailabilityZone=f"{self.region}{'abc'[number % 3]}",
            )
        for table in route_tables:
            self._with_id("ec2", table).create_route_table(VpcId=vpc)

    def create_security_group(self, group: str, vpc: str) -> None:
        """Create a security group with this id and no rules, as another team would have."""
        created = self._with_id("ec2", group).create_security_group(
            GroupName=group[3:], Description="Exists", VpcId=vpc
        )
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        self.client("ec2").revoke_security_group_egress(GroupId=created["GroupId"], IpPermissions=everything)

    def create_prefix_list(self, prefix_list: str) -> None:
        """Create a managed prefix list with this id."""
        self._with_id("ec2", prefix_list).create_managed_prefix_list(
            PrefixListName=prefix_list, MaxEntries=1, AddressFamily="IPv4", Entries=[{"Cidr": "192.0.2.0/24"}]
        )

    def create_domain(self, name: str, policy: str, *, engine: str = "opensearch") -> None:
        """Create a domain of OpenSearch Service.

        Args:
            name: its name.
            policy: its access policy; empty for none.
            engine: opensearch or elasticsearch.
        """
        version = {"opensearch": "OpenSearch_2.11", "elasticsearch": "Elasticsearch_7.10"}[engine]
        self.client("opensearch").create_domain(DomainName=name, EngineVersion=version, AccessPolicies=policy)

    def create_parameters(self, values: Mapping[str, str]) -> None:
        """Create SSM parameters."""
        ssm = self.client("ssm")
        for name, value in values.items():
            ssm.put_parameter(Name=name, Value=value, Type="String")

    def aws_policies(self) -> dict[str, str]:
        """Map the names of the policies that AWS manages to their ARNs."""
        pages = self.client("iam").get_paginator("list_policies").paginate(Scope="AWS")
        return {policy["PolicyName"]: policy["Arn"] for page in pages for policy in page["Policies"]}

    def read(self) -> Contents:
        """Read back what the account holds."""
        return Contents(
            **iam.read(self.client("iam")),
            keys=kms.read(self.client("kms")),
            **ec2.read(self.client("ec2"), self.id),
            domains=opensearch.read(self.client("opensearch")),
            data_access=opensearch.read_data_access(self.client("opensearchserverless")),
        )

    def _with_id(self, service: str, wanted: str) -> Any:
        """Make a client that gives this id to what it creates; see `lacking.wanted`."""
        client = self.client(service)

        def add(request: Any, **_: Any) -> None:
            request.headers[WANTED_ID] = wanted

        client.meta.events.register(f"before-send.{service}", add)
        return client
