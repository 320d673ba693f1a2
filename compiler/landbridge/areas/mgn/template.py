"""The script that writes the replication template, which no resource of the provider does.

Source of the fields: https://docs.aws.amazon.com/mgn/latest/APIReference/API_UpdateReplicationConfigurationTemplate.html
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.areas.mgn.forms import DEFAULT_KEY
from landbridge.areas.mgn.keys import own_key
from landbridge.areas.mgn.spec import Mgn, ReplicationTemplate, StagingArea
from landbridge.areas.scope import Scope
from landbridge.ir import Page

NAME = "replication-template.sh"

_FOR_NEW: dict[str, object] = {
    "replicationServerInstanceType": "t3.small",
    "useDedicatedReplicationServer": False,
    "defaultLargeStagingDiskType": "GP3",
    "bandwidthThrottling": 0,
    "stagingAreaTags": {},
}
"""What a new template has to have and a spec need not say: what MGN's console offers.

Source: https://docs.aws.amazon.com/mgn/latest/ug/replication-server-settings.html
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What the script knows. A value may be `{var:NAME}` or `{ssm:/NAME}`, which the script resolves.

    Attributes:
        subnet: of the template.
        group: id of the replication servers' group; empty where it is found by name and VPC.
        group_name: its name, where it is made here.
        vpc: where it is made.
        key: `alias/…` or an ARN; empty for the key that EBS takes by default.
        settings: fields of the template that the spec says, as JSON, without the subnet, group and key.
        for_new: what a new template has besides, as JSON.
    """

    account: str
    partition: str
    region: str
    subnet: str
    group: str
    group_name: str
    vpc: str
    key: str
    settings: str
    for_new: str


def script(scope: Scope, part: Mgn) -> Script | None:
    """What the script of a spec knows; None without a staging area, or where its group is none of the spec."""
    staging = part.staging_area
    network = scope.spec.part("network")
    groups = network.security_groups if network is not None else {}
    if staging is None or staging.replication_servers.security_group not in groups:
        return None
    key = staging.replication_servers.security_group
    group = groups[key]
    return Script(
        account=scope.identity.account_id,
        partition=scope.identity.partition,
        region=scope.identity.region,
        subnet=staging.subnets[0],
        group=group.id or "",
        group_name="" if group.id else str(scope.references.get(f"security_group_name:{key}", "")),
        vpc="" if group.id else (group.vpc or ""),
        key=_key(scope, staging),
        settings=_json(settings(part, staging)),
        for_new=_json(_FOR_NEW),
    )


def pages(scope: Scope, part: Mgn) -> Iterator[Page]:
    """The script as a file."""
    content = script(scope, part)
    if content is not None:
        title = "Bring the replication template of AWS Application Migration Service to what the spec says"
        yield Page(name=NAME, title=title, template="areas/mgn/replication_template.sh.j2", content=content)


def settings(part: Mgn, staging: StagingArea) -> dict[str, object]:
    """The fields of the template that the spec says: those that follow from the staging area, and those it adds."""
    private = staging.routing == "private"
    found: dict[str, object] = {
        "associateDefaultSecurityGroup": False,
        "createPublicIP": not private or staging.public_ip is not None,
        "dataPlaneRouting": "PRIVATE_IP" if private else "PUBLIC_IP",
        "ebsEncryption": "DEFAULT" if staging.ebs_encryption.key == DEFAULT_KEY else "CUSTOM",
    }
    found |= {name: value for name, value in _more(part.replication_template).items() if value is not None}
    return found


def _more(template: ReplicationTemplate) -> dict[str, object]:
    """The fields that the author may leave out: None for those."""
    return {
        "replicationServerInstanceType": template.instance_type,
        "useDedicatedReplicationServer": template.dedicated,
        "defaultLargeStagingDiskType": template.disk_type and template.disk_type.upper(),
        "bandwidthThrottling": template.bandwidth_mbps,
        "internetProtocol": None if template.ipv6 is None else "IPV6" if template.ipv6 else "IPV4",
        "useFipsEndpoint": template.fips,
        "storeSnapshotOnLocalZone": template.local_zone_snapshots,
        "stagingAreaTags": template.tags,
    }


def _key(scope: Scope, staging: StagingArea) -> str:
    """How the script finds the key: by alias where it is made here and has one, else by its ARN."""
    text = staging.ebs_encryption.key
    if text == DEFAULT_KEY:
        return ""
    own = own_key(staging)
    if own is None:
        return str(scope.expand(text, ()))
    alias = scope.references.get(f"key_alias:{own}")
    return str(alias) if alias is not None else f"{{var:{own}_arn}}"


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, sort_keys=True)
