"""Who gets roles of fine-grained access control."""

from tests.areas.cases import Bad, Good
from tests.areas.opensearch.specs import domain

ANA = "arn:aws:iam::123456789012:user/ana"
RUNS = f"{{users: ['{ANA}'], reason: runs it}}"
ROLE = "arn:aws:iam::210987654321:role/teams/search"


def mapped(text: str) -> str:
    """A domain with these mappings, in YAML's flow style."""
    return domain(f"role_mappings: {{{text}}}", facts="network: vpc; fine_grained: true")


BAD = (
    Bad("LB618", '"{var:who}" is not the ARN of one IAM role', mapped("readall: {roles: [§'{var:who}']}")),
    Bad("LB618", '"*" is not the ARN of one IAM user', mapped("readall: {users: [§'*']}")),
    Bad(
        "LB618", "is not the ARN of one IAM role", mapped("readall: {roles: [§'arn:aws:iam::123456789012:role/app-*']}")
    ),
    Bad("LB618", "is not the ARN of one IAM user", mapped("readall: {users: [§'arn:aws:iam::123456789012:root']}")),
    Bad("LB618", '"123456789012" is not the ARN', mapped("readall: {roles: [§'123456789012']}")),
    Bad("LB618", "is not the ARN of one IAM user", mapped("readall: {users: [§'{role:etl}']}")),
    Bad("LB618", "is not the ARN of one IAM role", mapped(f"readall: {{roles: ['{ROLE}', §'{ANA}']}}")),
    Bad("LB618", "is not the ARN of one IAM role", mapped("readall: {roles: [§'arn:aws:iam::123456789012:role/a b']}")),
    Bad("LB618", '".." is not the name of one security role', mapped(f"§..: {{users: ['{ANA}']}}")),
    Bad("LB618", '"all*" is not the name', mapped(f"§'all*': {{users: ['{ANA}']}}")),
    Bad(
        "LB690",
        "all_access is all data",
        mapped(f"§all_access: {{users: ['{ANA}']}}, security_manager: {RUNS}"),
    ),
    Bad("LB690", "who has which role", mapped(f"§security_rest_api_access: {{users: ['{ANA}']}}")),
    Bad("LB691", f'"{ANA}": all_access without', mapped(f"§all_access: {RUNS}")),
    Bad(
        "LB691",
        '"{role:etl}": security_manager without all_access',
        mapped(
            f"all_access: {RUNS}, §security_manager: {{users: ['{ANA}'], roles: ['{{role:etl}}'], reason: runs it}}"
        ),
    ),
)

GOOD = (
    Good("LB618", mapped(f"readall: {{roles: ['{{role:etl}}', '{ROLE}'], users: ['{ANA}']}}")),
    Good("LB618", mapped("own.role-2: {roles: ['arn:{partition}:iam::{account_id}:role/{stem}-search']}")),
    Good("LB690", mapped(f"readall: {{users: ['{ANA}']}}")),
    Good(
        "LB691",
        mapped(f"all_access: {RUNS}, security_manager: {RUNS}"),
    ),
)
