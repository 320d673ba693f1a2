"""Scripts of replication templates that specs compile to, and runs of these against a stand-in for the AWS CLI."""

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from landbridge.output.ownership import seal
from tests import scripts
from tests.areas.mgn import aws_stand_in
from tests.areas.mgn.specs import KMS, SUBNET, VPC, area, mgn, network
from tests.specs import compiled

SCRIPT = "replication-template.sh"
ACCOUNT, REGION = "123456789012", "eu-west-1"
GROUP = "sg-0aaaaaaaaaaaaaaaa"
GROUP_NAME = "edge-prod-b001-sg-replication"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
ALIAS = "alias/edge-prod-b001-volumes"
SETTINGS = "replication_template: {instance_type: t3.large, disk_type: gp3, bandwidth_mbps: 200, tags: {Team: movers}}"
TOOLS = ("bash", "cat", "cut", "date", "jq", "mkdir", "mktemp", "rm", "tr")

Template = dict[str, Any]


def spec(*lines: str, key: str = "volumes", rest: str | None = None, **fields: str | None) -> str:
    """A spec with a private staging area whose volumes have a key of the spec, and these lines of the `mgn:` part."""
    staging = area(ebs_encryption=key, **fields)
    return mgn(*(lines or (SETTINGS,)), staging=staging, rest=network() + KMS if rest is None else rest)


def as_found() -> Template:
    """A template as the console made it: MGN's own group, public addresses, EBS's default key."""
    return {
        "replicationConfigurationTemplateID": "rct-0123456789abcdef0",
        "arn": f"arn:aws:mgn:{REGION}:{ACCOUNT}:replication-configuration-template/rct-0123456789abcdef0",
        "tags": {"Owner": "console"},
        "associateDefaultSecurityGroup": True,
        "bandwidthThrottling": 0,
        "createPublicIP": True,
        "dataPlaneRouting": "PUBLIC_IP",
        "defaultLargeStagingDiskType": "GP2",
        "ebsEncryption": "DEFAULT",
        "replicationServerInstanceType": "t3.small",
        "replicationServersSecurityGroupsIDs": [],
        "stagingAreaSubnetId": "subnet-00000000000000009",
        "stagingAreaTags": {"Old": "tag"},
        "useDedicatedReplicationServer": True,
        "useFipsEndpoint": True,
    }


def as_wanted() -> Template:
    """The same with what the spec says; dedicated servers and the FIPS endpoint it does not say."""
    return as_found() | {
        "associateDefaultSecurityGroup": False,
        "bandwidthThrottling": 200,
        "createPublicIP": False,
        "dataPlaneRouting": "PRIVATE_IP",
        "defaultLargeStagingDiskType": "GP3",
        "ebsEncryption": "CUSTOM",
        "ebsEncryptionKeyArn": KEY,
        "replicationServerInstanceType": "t3.large",
        "replicationServersSecurityGroupsIDs": [GROUP],
        "stagingAreaSubnetId": SUBNET,
        "stagingAreaTags": {"Team": "movers"},
    }


@cache
def script(text: str) -> str:
    """The script as it stands on disk."""
    return seal(SCRIPT, compiled(text)[f"modules/mgn/{SCRIPT}"])


@dataclass(frozen=True)
class Desk(scripts.Desk):
    """A script, and a PATH with a stand-in for `aws`, which keeps what it knows in a file."""

    name = "replication-template"
    tools: Path

    @property
    def state_file(self) -> Path:
        """What the stand-in reads and writes."""
        return self.folder / "state.json"

    @property
    def state(self) -> dict[str, Any]:
        """What the stand-in knows by now."""
        found: dict[str, Any] = json.loads(self.state_file.read_text())
        return found

    def change(self, **values: Any) -> None:
        """Let the stand-in know something else."""
        self.state_file.write_text(json.dumps({**self.state, **values}))

    @property
    def template(self) -> Template | None:
        """The template that is there."""
        found: Template | None = self.state["template"]
        return found

    @property
    def calls(self) -> list[str]:
        """The commands that were called, without their options."""
        return [" ".join(call["words"][:2]) for call in self.state["calls"]]

    @property
    def writes(self) -> list[Any]:
        """What was sent to be written."""
        return [
            call["body"] for call in self.state["calls"] if call["words"][1].startswith(("create", "update", "delete"))
        ]

    def surroundings(self, given: Mapping[str, str]) -> dict[str, str]:
        """No tools but these, and no account but that of the stand-in."""
        known = {"PATH": str(self.tools), "HOME": str(self.folder), "AWS_STAND_IN": str(self.state_file)}
        return {**known, **given}


def desk(folder: Path, text: str | None = None, **known: Any) -> Desk:
    """Put the script of a spec into a folder, with tools and a stand-in that knows a group, a key and a template."""
    tools = folder / "tools"
    tools.mkdir()
    for name in TOOLS:
        real = shutil.which(name)
        assert real, f"{name} is missing"
        (tools / name).symlink_to(real)
    (tools / "aws").write_text(f"#!{sys.executable} -IS\n{Path(aws_stand_in.__file__).read_text()}")
    (tools / "aws").chmod(0o755)
    (folder / "script.sh").write_text(script(text or spec()))
    made = Desk(folder, tools)
    state = {
        "account": ACCOUNT,
        "template": as_found(),
        "groups": [{"GroupId": GROUP, "GroupName": GROUP_NAME, "VpcId": VPC}],
        "keys": {ALIAS: {"Arn": KEY, "KeyState": "Enabled"}},
        "parameters": {},
        "calls": [],
        "fail": {},
        "meanwhile": {},
        "afterwards": {},
        "signal": 0,
        "made": 0,
    }
    made.state_file.write_text(json.dumps({**state, **known}))
    return made
