"""Which fields of the replication template a spec says, and how the script knows the rest."""

import json
import re
import shlex
from typing import Any

import botocore.session
import pytest

from landbridge.areas.mgn.spec import ReplicationTemplate
from landbridge.areas.mgn.template import settings
from tests.areas.mgn.specs import KEY, KMS, PUBLIC, PUBLIC_SOURCES, area, mgn, network
from tests.specs import analysed, compiled

ALWAYS = {
    "associateDefaultSecurityGroup": False,
    "createPublicIP": False,
    "dataPlaneRouting": "PRIVATE_IP",
    "ebsEncryption": "DEFAULT",
}


def said(text: str) -> dict[str, object]:
    """The fields that a spec says."""
    spec: Any = analysed(text).spec
    return settings(spec.mgn, spec.mgn.staging_area)


def data(text: str) -> dict[str, str]:
    """The data at the top of the script, as the shell reads it."""
    script = compiled(text)["modules/mgn/replication-template.sh"]
    found = re.findall(r"^readonly ([A-Z_]+)=(.*)$", script.partition("JQ=")[0], re.MULTILINE)
    return {name: shlex.split(value)[0] if value else "" for name, value in found}


def test_what_follows_from_the_staging_area_is_always_said() -> None:
    assert said(mgn()) == ALWAYS


def test_public_routing_comes_with_public_addresses() -> None:
    found = said(mgn(sources=PUBLIC_SOURCES, staging=area(**PUBLIC)))
    assert found == ALWAYS | {"createPublicIP": True, "dataPlaneRouting": "PUBLIC_IP"}


def test_public_addresses_with_private_routing_are_asked_for() -> None:
    assert said(mgn(staging=area(public_ip="an old firewall")))["createPublicIP"] is True


FIELDS = [
    ("instance_type", "m5.large", "replicationServerInstanceType", "m5.large"),
    ("disk_type", "st1", "defaultLargeStagingDiskType", "ST1"),
    ("bandwidth_mbps", "0", "bandwidthThrottling", 0),
    ("dedicated", "false", "useDedicatedReplicationServer", False),
    ("ipv6", "false", "internetProtocol", "IPV4"),
    ("fips", "true", "useFipsEndpoint", True),
    ("local_zone_snapshots", "true", "storeSnapshotOnLocalZone", True),
    ("tags", "{}", "stagingAreaTags", {}),
]


@pytest.mark.parametrize(("field", "text", "name", "value"), FIELDS)
def test_a_field_that_is_said_is_one_of_the_api(field: str, text: str, name: str, value: object) -> None:
    assert said(mgn(f"replication_template: {{{field}: {text}}}")) == ALWAYS | {name: value}


def test_every_field_of_the_spec_is_one_of_the_tests() -> None:
    assert {field for field, *_ in FIELDS} == set(ReplicationTemplate.model_fields)


def test_the_names_are_those_of_the_api() -> None:
    service = botocore.session.get_session().get_service_model("mgn")
    known = service.operation_model("UpdateReplicationConfigurationTemplate").input_shape.members
    needed = service.operation_model("CreateReplicationConfigurationTemplate").input_shape.required_members
    found = data(mgn())
    new = {**json.loads(found["FOR_NEW"]), **json.loads(found["SETTINGS"])}
    by_hand = {"stagingAreaSubnetId", "replicationServersSecurityGroupsIDs", "ebsEncryptionKeyArn"}
    assert set(new) | by_hand <= set(known)
    assert set(needed) <= set(new) | by_hand


def test_a_group_that_is_made_is_found_by_name_and_one_that_exists_by_id() -> None:
    made = data(mgn())
    assert (made["GROUP"], made["GROUP_NAME"]) == ("", "edge-prod-b001-sg-replication")
    named = data(mgn(rest=network({"replication": "{vpc: '{var:vpc}', name: '{stem}-mgn'}"})))
    assert (named["GROUP_NAME"], named["VPC"]) == ("edge-prod-b001-mgn", "{var:vpc}")
    there = data(mgn(rest=network({"replication": "{id: sg-0123456789abcdef0}"})))
    assert (there["GROUP"], there["GROUP_NAME"], there["VPC"]) == ("sg-0123456789abcdef0", "", "")


@pytest.mark.parametrize(
    ("key", "rest", "known"),
    [
        ("default", "", ""),
        ("volumes", KMS, "alias/edge-prod-b001-volumes"),
        ("volumes", KMS.replace("purpose:", "aliases: ['{stem}/mgn'], purpose:"), "alias/edge-prod-b001/mgn"),
        ("volumes", KMS.replace("purpose:", "aliases: [], purpose:"), "{var:volumes_arn}"),
        (KEY, "", KEY),
        (KEY.replace("eu-west-1", "{region}").replace("123456789012", "{account_id}"), "", KEY),
        ("{ssm:/mgn/key}", "", "{ssm:/mgn/key}"),
    ],
)
def test_the_key_is_found_by_alias_or_by_its_arn(key: str, rest: str, known: str) -> None:
    assert data(mgn(staging=area(ebs_encryption=f'"{key}"'), rest=network() + rest))["KEY"] == known


def test_without_a_staging_area_there_is_no_script() -> None:
    assert "modules/mgn/replication-template.sh" not in compiled(mgn(sources={}, staging="", rest=""))
