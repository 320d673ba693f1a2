"""The key of volumes, and the roles of the service itself."""

from collections.abc import Iterator

from landbridge.areas.identities import IamRole
from landbridge.areas.mgn.forms import DEFAULT_KEY
from landbridge.areas.mgn.keys import PATH
from landbridge.areas.mgn.roles import KEPT_FOR_MGN, SERVICE_LINKED
from landbridge.areas.mgn.rules.reading import staging
from landbridge.areas.mgn.wording import ROLES, SETTINGS
from landbridge.aws import arn
from landbridge.rules.rule import Hit, Rule, Subject

_PURPOSE = "mgn_ebs"
_MGN = "mgn.amazonaws.com"


def _unused(subject: Subject) -> Iterator[Hit]:
    area, kms = staging(subject), subject.spec.part("kms")
    if area is None or kms is None or area.ebs_encryption.key != DEFAULT_KEY:
        return
    made = [key for key, each in kms.keys.items() if each.purpose == _PURPOSE]
    if made:
        message = f"the volumes of MGN get the key that EBS takes by default, and {made[0]} is made for them"
        yield Hit(path=PATH, message=message, hint=f"write ebs_encryption: {made[0]}, or remove the key")


def _elsewhere(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    parsed = arn.parse(area.ebs_encryption.key) if area is not None else None
    if area is None or parsed is None:
        return
    words = {"{region}": subject.identity.region, "{account_id}": subject.identity.account_id}
    region, account = (words.get(each, each) for each in (parsed.region, parsed.account))
    if region != subject.identity.region:
        message = f"the key is in {region}, and volumes of {subject.identity.region} need one of there"
        yield Hit(path=PATH, message=message, hint="name a key of the region")
    elif account != subject.identity.account_id and not _is_granted(subject, area.ebs_encryption.key):
        message = f"the key is of account {account}, and MGN's service-linked role has no grant on it"
        hint = f"add kms: grants: {{mgn_ebs: {{key: …, service_linked_role: {_MGN}}}}}"
        yield Hit(path=PATH, message=message, hint=hint)


def _is_granted(subject: Subject, key: str) -> bool:
    kms = subject.spec.part("kms")
    return kms is not None and any(
        each.key == key
        and (each.service_linked_role == _MGN or each.service_linked_role.endswith(f"/{SERVICE_LINKED}"))
        for each in kms.grants.values()
    )


def _made_here(subject: Subject) -> Iterator[Hit]:
    kept = {name.lower(): name for name in KEPT_FOR_MGN}
    for module in subject.modules:
        for resource in module.resources:
            if isinstance(resource, IamRole) and (name := kept.get(resource.name.lower())) is not None:
                message = f"{name} is a role of MGN itself, which finds it by its name"
                yield Hit(path=resource.origin, message=message, at_key=True)


RULES = (
    Rule(
        id="LB835",
        title="A key that is made for MGN encrypts its volumes",
        why="A key that nothing uses looks like an encryption that there is not.",
        fix="name the key under mgn.staging_area.ebs_encryption",
        source=SETTINGS,
        check=_unused,
    ),
    Rule(
        id="LB836",
        title="MGN can use the key of its volumes",
        why="EBS takes keys of its own region, and one of another account only by a grant to MGN's role.",
        fix="name a key of the region and account, or grant the use of it under kms.grants",
        source=SETTINGS,
        check=_elsewhere,
    ),
    Rule(
        id="LB837",
        title="The roles of MGN are made with MGN, and not by Terraform",
        why="They are the account's, and outlive a spec. Terraform would change their trust and policies, and destroy"
        " them one day with all replication.",
        fix="remove the role; RUNBOOK.md says how the service is initialized, and {var:NAME} names its ARN",
        source=ROLES,
        check=_made_here,
    ),
)
