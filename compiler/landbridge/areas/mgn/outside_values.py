"""Values of the staging area that the spec leaves to Terraform or SSM, which the script has to find, too."""

from collections.abc import Iterator

from landbridge.areas.mgn.spec import StagingArea
from landbridge.areas.scope import Scope


def parameters(scope: Scope, staging: StagingArea) -> Iterator[str]:
    """The names of SSM parameters that the script of the replication template reads, each once."""
    network = scope.spec.part("network")
    group = (network.security_groups if network is not None else {}).get(staging.replication_servers.security_group)
    texts = [staging.subnets[0], staging.ebs_encryption.key]
    if group is not None:
        texts.append(group.id or group.vpc or "")
    yield from dict.fromkeys(text[5:-1] for text in texts if text.startswith("{ssm:"))
