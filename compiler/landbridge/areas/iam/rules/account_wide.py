"""Actions that take no resource and yet change what the whole account, or its organisation, allows."""

from collections.abc import Iterator

from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import actions as catalogue
from landbridge.rules.rule import Hit, Rule, Subject

WRITES = frozenset(
    [
        "aws-portal:ModifyAccount",
        "aws-portal:ModifyPaymentMethods",
        "billing:UpdateIAMAccessPreference",
        "cloudtrail:RegisterOrganizationDelegatedAdmin",
        "config:DeleteDeliveryChannel",
        "ec2:DisableAllowedImagesSettings",
        "ec2:DisableEbsEncryptionByDefault",
        "ec2:EnableSerialConsoleAccess",
        "ec2:ModifyInstanceMetadataDefaults",
        "ec2:ModifyVpcBlockPublicAccessOptions",
        "guardduty:DisassociateFromAdministratorAccount",
        "guardduty:EnableOrganizationAdminAccount",
        "iam:DisableOrganizationsRootCredentialsManagement",
        "iam:EnableOrganizationsRootCredentialsManagement",
        "iam:EnableOrganizationsRootSessions",
        "iam:EnableOutboundWebIdentityFederation",
        "iam:PutAccountProperties",
        "iam:SetSecurityTokenServicePreferences",
        "iam:UpdateAccountEmailAddress",
        "iam:UpdateAccountPasswordPolicy",
        "lakeformation:RegisterResource",
        "lakeformation:RegisterResourceWithPrivilegedAccess",
        "macie2:DisableMacie",
        "organizations:CreateAccount",
        "organizations:CreateOrganization",
        "organizations:DeleteOrganization",
        "organizations:DisableAWSServiceAccess",
        "organizations:EnableAWSServiceAccess",
        "organizations:LeaveOrganization",
        "ram:CreateResourceShare",
        "securityhub:DisableSecurityHubV2",
        "sso:AssociateDirectory",
        "sso:AssociateProfile",
        "sso:CreateTrust",
        "sso:PutMfaDeviceManagementForDirectory",
        "sso:UpdateProfile",
        "sso:UpdateSSOConfiguration",
        "sso:UpdateTrust",
        "sso-directory:AddMemberToGroup",
        "sso-directory:CreateBearerToken",
        "sso-directory:CreateExternalIdPConfigurationForDirectory",
        "sso-directory:CreateUser",
        "sso-directory:DeleteMfaDeviceForUser",
        "sso-directory:EnableExternalIdPConfigurationForDirectory",
        "sso-directory:EnableUser",
        "sso-directory:ImportExternalIdPCertificate",
        "sso-directory:UpdateExternalIdPConfigurationForDirectory",
        "sso-directory:UpdatePassword",
    ]
)
"""Those of access level write: on identities, on guards of the account, on its place in the organisation."""

_MISCLASSED = frozenset({"entityresolution", "glue", "managedblockchain"})
"""Services whose own screens and queries AWS classes as permissions management."""

_LOWER = frozenset(name.lower() for name in WRITES)


def _unreasoned(subject: Subject) -> Iterator[Hit]:
    for written in reading(subject).written:
        statement = written.statement
        if written.kind != "identity" or statement.effect != "Allow" or statement.reason:
            continue
        for index, action in enumerate(statement.actions):  # a pattern needs a reason anyhow
            info = catalogue.action(action)
            if info is None or info.resource_types or not _is_grave(info):
                continue
            yield Hit(
                path=written.at("actions", index),
                message=f"{info.name} takes no resource: it is for the whole account, and no reason is given",
            )


def _is_grave(info: catalogue.ActionInfo) -> bool:
    return info.name.lower() in _LOWER or (info.access_level == "permissions" and info.service not in _MISCLASSED)


RULES = (
    Rule(
        id="LB366",
        title="An action on the account as a whole has a reason",
        why='Actions that take no resource can only say "*", so nothing narrows them. Some of these open the account:'
        " its block of public access, its password policy, its directory, its place in the organisation.",
        fix="leave it to those who run the account, or say why under reason:",
        source=GUIDE + "best-practices.html#grant-least-privilege",
        check=_unreasoned,
    ),
)
