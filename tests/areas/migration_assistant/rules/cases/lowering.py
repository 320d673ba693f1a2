"""What lowering reports."""

from tests.areas.cases import Bad, Good
from tests.areas.migration_assistant.specs import DOMAINS, EKS, KMS, NETWORK, domains, one

PUBLIC = domains(old="network: public")
OPEN = "{domain: old, security_group: old_domain, open_policy: whoever is in the VPC may migrate}"
NOT_OPEN = "{domain: old, §open_policy: the product does so}"
FAR = "ap-southeast-1"

BAD = (
    Bad("LB104", '"nobody" is no security group', one(access_security_group="§nobody")),
    Bad("LB104", '"nobody" is no security group', one(source="{domain: old, security_group: §nobody}")),
    Bad("LB104", '"older" is no domain', one(source="{domain: §older, security_group: old_domain}")),
    Bad("LB104", '"snapshot" is no key', one(snapshot="{kms_key: §snapshot}", rest=DOMAINS + NETWORK + KMS)),
    Bad(
        "LB701",
        "which permissions boundary the snapshot role gets",
        one(snapshot="{role: own}", boundary="").replace("migration_assistant:", "§migration_assistant:"),
    ),
    Bad("LB702", "has 16 characters, and the product takes 15", one(stage="§a234567890123456")),
    Bad("LB703", "lets anybody in", one(source=NOT_OPEN.replace("§open_policy: ", "open_policy: §"),
                                       rest=PUBLIC + NETWORK)),
    Bad(
        "LB705",
        "is no ARN",
        one(source="{self_managed: {security_group: old_domain}, auth: basic, secret: §hunter2}"),
    ),
    Bad(
        "LB705",
        "is no ARN",
        one(source="{self_managed: {security_group: old_domain}, auth: basic, secret: {arn: §hunter2, kms_key: null}}"),
    ),
    Bad(
        "LB706",
        "would have 66 characters, and IAM takes 64",
        one(deploy_id="§blue-and-green-2026-and-27"),
    ),
    Bad(
        "LB706",
        "would have 68 characters",
        one(base=EKS, stage="§a23456789012345").replace("eu-west-1", FAR),
    ),
    Bad("LB706", "is 65 characters long", one(snapshot=f"{{role: own, role_name: §{'x' * 65}}}")),
)  # fmt: skip

GOOD = (
    Good("LB104", one(snapshot="{kms_key: snapshots}", rest=DOMAINS + NETWORK + KMS)),
    Good("LB701", one(snapshot="{role: own}")),
    Good("LB702", one(stage="a23456789012345")),
    Good("LB703", one(source=OPEN)),
    Good("LB705", one(source='{self_managed: {security_group: old_domain}, auth: basic, secret: "{var:secret}"}')),
    Good("LB706", one(deploy_id="blue")),
    Good("LB706", one(snapshot=f"{{role: own, role_name: {'x' * 64}}}")),
)
