"""Partitions and their regions."""

import json
from pathlib import Path

import botocore
import pytest

from landbridge.aws.partitions import (
    PARTITIONS,
    console_saml_audience,
    dns_suffix,
    nearest_regions,
    partition_of,
)


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-west-1", "aws"),
        ("ap-southeast-7", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-west-9", None),
        ("US-WEST-1", None),
        ("aws-global", None),
        ("us-iso-east-1", None),
        ("", None),
    ],
)
def test_the_partition_follows_from_the_region(region: str, partition: str | None) -> None:
    assert partition_of(region) == partition


def test_regions_are_in_the_partitions_that_botocore_says() -> None:
    data = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_bytes())
    theirs = {region: p["id"] for p in data["partitions"] if p["id"] in PARTITIONS for region in p["regions"]}
    ours = {region: partition_of(region) for region in theirs if not region.endswith("-global")}
    assert ours == {region: theirs[region] for region in ours}


def test_an_unknown_region_has_neighbours() -> None:
    assert nearest_regions("us-west1")[0] == "us-west-1"
    assert "eu-central-1" in nearest_regions("EU-CENTRAL-3")
    assert nearest_regions("mars") == []


@pytest.mark.parametrize(
    ("partition", "audience", "suffix"),
    [
        ("aws", "https://signin.aws.amazon.com/saml", "amazonaws.com"),
        ("aws-cn", "https://signin.amazonaws.cn/saml", "amazonaws.com.cn"),
        ("aws-us-gov", "https://signin.amazonaws-us-gov.com/saml", "amazonaws.com"),
    ],
)
def test_hosts_differ_by_partition(partition: str, audience: str, suffix: str) -> None:
    assert (console_saml_audience(partition), dns_suffix(partition)) == (audience, suffix)
