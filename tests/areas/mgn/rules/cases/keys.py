"""The key of volumes, and the roles of the service."""

from tests.areas.cases import Bad, Good
from tests.areas.mgn.specs import KEY, KMS, SECURITY, area, mgn, network, people

THEIRS = KEY.replace("123456789012", "210987654321")
FAR = KEY.replace("eu-west-1", "eu-central-1")
GRANT = f"""\
kms:
  grants:
    mgn_ebs: {{key: "{THEIRS}", service_linked_role: mgn.amazonaws.com}}
"""


def encrypted(key: str, rest: str = "", value: str = "ebs_encryption") -> str:
    """A spec with this key of volumes."""
    return mgn(staging=area(ebs_encryption=f'"{key}"', value=value), rest=network() + rest)


def role(name: str, mark: str = "") -> str:
    """A spec with a role of this name."""
    own = f"    {mark}own: {{service: ec2.amazonaws.com, name: {name}}}\n"
    security = SECURITY.replace("    app:", own + "    app:")
    return people("operators: {team: {groups: [movers], may: [read]}}", security=security)


BAD = (
    Bad("LB835", "volumes is made for them", encrypted("default", KMS)),
    Bad("LB836", "the key is in eu-central-1", encrypted(FAR)),
    Bad("LB836", "the key is of account 210987654321", encrypted(THEIRS)),
    Bad("LB837", "is a role of MGN itself", role("AWSApplicationMigrationConversionServerRole", "§")),
    Bad("LB837", "AWSApplicationMigrationAgentRole is a role", role("awsapplicationmigrationagentrole", "§")),
)

GOOD = (
    Good("LB835", encrypted("volumes", KMS, value="")),
    Good("LB836", encrypted(KEY, value="")),
    Good("LB836", encrypted("{var:volumes_key}", value="")),
    Good("LB836", encrypted(THEIRS, GRANT, value="")),
    Good("LB837", role("edge-conversion")),
)
