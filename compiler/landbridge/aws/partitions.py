"""Partitions and their regions.

Regions: botocore's partitions.json (1.44.5). The isolated partitions and the European Sovereign Cloud are
left out: nobody has checked what Landbridge emits against them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.aws.nearest import nearest

_REGION_NAME = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]+")


@dataclass(frozen=True, slots=True)
class _Partition:
    dns_suffix: str
    saml_audience: str
    regions: tuple[str, ...]


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PARTITIONS: Mapping[str, _Partition] = {
    "aws": _Partition(
        dns_suffix="amazonaws.com",
        saml_audience="https://signin.aws.amazon.com/saml",
        regions=_names("""
            af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
            ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
            ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2
            eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1
            sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1 us-west-2
        """),
    ),
    "aws-cn": _Partition(
        dns_suffix="amazonaws.com.cn",
        saml_audience="https://signin.amazonaws.cn/saml",
        regions=_names("cn-north-1 cn-northwest-1"),
    ),
    "aws-us-gov": _Partition(
        dns_suffix="amazonaws.com",
        saml_audience="https://signin.amazonaws-us-gov.com/saml",
        regions=_names("us-gov-east-1 us-gov-west-1"),
    ),
}

PARTITIONS = tuple(_PARTITIONS)
"""The partitions that Landbridge knows."""

_PARTITION_OF = {region: name for name, partition in _PARTITIONS.items() for region in partition.regions}


def partition_of(region: str) -> str | None:
    """Return the partition that a region is in, or None for a region that is not known."""
    return _PARTITION_OF.get(region)


def nearest_regions(region: str) -> list[str]:
    """Return the known regions that look most like this one."""
    return nearest(region, _PARTITION_OF)


def console_saml_audience(partition: str) -> str:
    """Return the value of SAML:aud when people sign in to the console of a known partition."""
    return _PARTITIONS[partition].saml_audience


def dns_suffix(partition: str) -> str:
    """Return the end of the host names of a known partition's services, e.g. `amazonaws.com`."""
    return _PARTITIONS[partition].dns_suffix
