"""The roles of MGN itself, by whose names it finds them. They are made with the service, and here they are only named.

MGN's console makes them all. By the API, `aws mgn initialize-service` makes the service-linked role and the instance
profiles, and the others have to be there before.
Source: https://docs.aws.amazon.com/mgn/latest/ug/mgn-initialize-api.html and
https://docs.aws.amazon.com/mgn/latest/ug/using-service-linked-roles.html
"""

from collections.abc import Mapping
from typing import NamedTuple

from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.ir import Expr

PATH = "/service-role/"
CONVERSION = "AWSApplicationMigrationConversionServerRole"
WITH_SSM = "AWSApplicationMigrationLaunchInstanceWithSsmRole"
WITH_DRS = "AWSApplicationMigrationLaunchInstanceWithDrsRole"
SERVICE_LINKED = "AWSServiceRoleForApplicationMigrationService"
SERVICE_LINKED_PATH = "/aws-service-role/mgn.amazonaws.com/"
_AGENT = "AWSApplicationMigrationAgentRole"
_MGN, _EC2 = "mgn.amazonaws.com", "ec2.amazonaws.com"


class ServiceRole(NamedTuple):
    """A role of the service: its name, who assumes it, its AWS managed policies (as their ARNs end), and what for."""

    name: str
    trusted: str
    policies: tuple[str, ...]
    about: str

    def trust(self, identity: Identity) -> Mapping[str, object]:
        """Its trust policy, as the guide has it."""
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Principal": {"Service": self.trusted},
            "Action": "sts:AssumeRole",
        }
        if self.name == _AGENT:
            statement["Action"] = ["sts:AssumeRole", "sts:SetSourceIdentity"]
            own = {"sts:SourceIdentity": "s-*", "aws:SourceAccount": identity.account_id}
            statement["Condition"] = {"StringLike": own}
        return {"Version": "2012-10-17", "Statement": [statement]}


SERVICE_ROLES: tuple[ServiceRole, ...] = (
    ServiceRole(
        "AWSApplicationMigrationReplicationServerRole",
        _EC2,
        ("service-role/AWSApplicationMigrationReplicationServerPolicy",),
        "replication servers",
    ),
    ServiceRole(
        CONVERSION, _EC2, ("service-role/AWSApplicationMigrationConversionServerPolicy",), "conversion servers"
    ),
    ServiceRole(
        "AWSApplicationMigrationMGHRole",
        _MGN,
        ("service-role/AWSApplicationMigrationMGHAccess",),
        "tells Migration Hub how far servers are",
    ),
    ServiceRole(
        WITH_DRS,
        _EC2,
        ("AmazonSSMManagedInstanceCore", "service-role/AWSElasticDisasterRecoveryEc2InstancePolicy"),
        "launched servers that Elastic Disaster Recovery protects",
    ),
    ServiceRole(WITH_SSM, _EC2, ("AmazonSSMManagedInstanceCore",), "launched servers with actions after a launch"),
    ServiceRole(
        "AWSApplicationMigrationFsxProxyRole",
        _MGN,
        ("service-role/AWSApplicationMigrationFSxProxyPolicy",),
        "replication to FSx for ONTAP",
    ),
    ServiceRole(
        "AWSApplicationMigrationFsxProxyLinkRole",
        _MGN,
        ("service-role/AWSApplicationMigrationFSxProxyVPCPolicy",),
        "replication to FSx for ONTAP: its way into the VPC",
    ),
    ServiceRole(_AGENT, _MGN, ("service-role/AWSApplicationMigrationAgentPolicy_v2",), "agents on source servers"),
)
"""The roles that are there before the service is initialized by the API, as its guide lists them."""

KEPT_FOR_MGN: frozenset[str] = frozenset({SERVICE_LINKED, *(role.name for role in SERVICE_ROLES)})
"""Names by which MGN finds its roles: nobody else makes one."""


def service_role(scope: Scope, name: str) -> Expr:
    """The ARN of a role of the service in the own account."""
    return arn.role_arn(scope.identity, PATH, name)


def service_linked_role(scope: Scope) -> Expr:
    """The ARN of MGN's service-linked role in the own account."""
    return arn.role_arn(scope.identity, SERVICE_LINKED_PATH, SERVICE_LINKED)
