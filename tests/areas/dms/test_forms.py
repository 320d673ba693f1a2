"""The forms of what authors write: what is taken, and what is refused in which words."""

import pytest
from pydantic import TypeAdapter

from landbridge.areas.dms.forms import Scenario
from landbridge.aws.arn import parse
from tests.areas.dms.specs import MAIN, SECRET, dms, endpoint, endpoints, instances, store
from tests.specs import HEAD, analysed, in_full

CA = "arn:aws:dms:eu-west-1:123456789012:cert:ABC"
PRIVATE = "{vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], route_tables: [rtb-0123456789abcdef0]}"


def instance(text: str) -> str:
    """A spec with a replication instance of these fields."""
    return dms(instances(main=f"{{security_group: replication, {text}}}"), endpoints(endpoint()))


def database(**fields: str) -> str:
    """A spec with a database of these fields."""
    return dms(instances(main=MAIN), endpoints(endpoint(**fields)))


def api(**fields: str) -> str:
    """A spec with an endpoint of AWS's own."""
    return dms(endpoints(store(direction="target", **fields)))


REFUSED: dict[str, tuple[str, str]] = {
    "an engine": (database(engine="access"), "wants aurora, aurora-postgresql"),
    "a direction": (database(direction="both"), "wants source or target"),
    "a scenario": (database(scenario="same-vpc"), "internet or nat_gateway"),
    "an SSL mode": (database(ssl_mode="verify_full"), "wants none, require, verify-ca or verify-full"),
    "a port": (database(port="70000"), "wants at most 65,535"),
    "port zero": (database(port="0"), "wants at least 1"),
    "a port in quotes": (database(port='"5432"'), "wants a whole number"),
    "a key of a group": (database(security_group="Orders"), "a letter first"),
    "a network": (database(cidrs="[somewhere]"), "wants a network such as 10.20.0.0/24"),
    "a certificate": (database(certificate="arn:aws:acm:eu-west-1:123456789012:certificate/x"), "imported into DMS"),
    "a reason": (database(ssl_mode="none", unencrypted='"x"'), "wants"),
    "a resource id of RDS": (database(iam_auth="{resource_id: mydb, user: dms}"), "wants a resource id of RDS"),
    "a database user": (database(iam_auth="{resource_id: db-ABC, user: '*'}"), "the name of a database user"),
    "an address": (instance("nat_ips: [203.0.113.7/32]"), "wants an IPv4 address such as 203.0.113.7, without a mask"),
    "a KMS key": (instance("kms_key: alias/x"), "wants a key of kms.keys, or the ARN of a KMS key"),
    "a VPC": (instance("private: {vpc: main}"), "wants the id of a VPC"),
    "a subnet": (instance("private: {vpc: vpc-0123456789abcdef0, subnets: [a]}"), "wants the id of a subnet"),
    "a route table": (instance("private: {vpc: vpc-0123456789abcdef0, route_tables: [a]}"), "wants the id of a route"),
    "a service": (
        instance("private: {vpc: vpc-0123456789abcdef0, present: [S3]}"),
        "wants the end of a service's name",
    ),
    "where AWS is": (instance("https_to: [aws]"), "wants a prefix list (pl-…) or a network"),
    "a bucket": (api(engine="s3", bucket="s3://x-lake/a"), "wants the name of a bucket"),
    "a folder": (api(engine="s3", bucket="x-lake", folder="/a/"), "wants a folder such as landing/orders"),
    "a table": (api(engine="dynamodb", tables="[a/b]"), "wants the name of a table"),
    "a stream": (api(engine="kinesis", stream="a b"), "wants the name or ARN of a Kinesis data stream"),
    "a domain": (api(engine="opensearch", domain="Search"), "wants the name of a domain"),
    "an account role": (dms(roles="{vpc: mine, cloudwatch_logs: own}"), "wants own, adopt or reference"),
    "China's suffix": (dms("service_suffix: amazonaws.cn\n"), "wants amazonaws.com or amazonaws.com.cn"),
}

TAKEN: dict[str, str] = {
    "values from outside": dms(
        instances(
            main='{security_group: replication, kms_key: "{var:storage_key}", private: {vpc: "{var:vpc}",'
            ' subnets: ["{ssm:/net/subnet-a}"], route_tables: ["{var:table}"]}}'
        ),
        endpoints(
            endpoint(
                certificate='"{ssm:/ca}"', ssl_mode="verify-full", secret='{arn: "{var:secret}", kms_key: "{var:k}"}'
            ),
            store(engine="s3", direction="target", bucket='"{var:bucket}"', target_key='"{ssm:/key}"'),
            store("clicks", engine="kinesis", direction="target", stream='"{var:stream_arn}"'),
        ),
    ),
    "a private network": instance(f"private: {PRIVATE}"),
    "a certificate by ARN": database(certificate=CA, ssl_mode="verify-ca"),
    "a stream by ARN": api(engine="kinesis", stream="arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"),
    "words of the spec": api(engine="s3", bucket='"{stem}-{account_id}-{region}"'),
    "a secret as text or mapping": database(secret=f"{{arn: {SECRET}}}"),
    "China's suffix": dms("service_suffix: amazonaws.com.cn\n", rest=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_the_wrong_form_is_told_what_is_wanted(name: str) -> None:
    text, words = REFUSED[name]
    found = [finding for finding in analysed(text).findings if finding.id == "LB102"]
    assert len(found) == 1
    assert words in found[0].message
    assert found[0].hint


HINTS: dict[str, tuple[str, str]] = {
    "a group's id": (
        database(security_group="sg-0123456789abcdef0"),
        "give the group a key under network.security_groups, with id:",
    ),
    "a group from outside": (database(security_group='"{var:group}"'), "under network.security_groups, with id:"),
    "an alias": (instance("kms_key: alias/dms"), "write a key of kms.keys, or the ARN"),
    "the ARN of an alias": (
        instance("kms_key: 'arn:aws:kms:eu-west-1:123456789012:alias/dms'"),
        "write a key of kms.keys, or the ARN",
    ),
    "on premises": (database(scenario="onprem"), "by direct_connect or by vpn"),
    "a slip": (database(scenario="same-vpc"), 'did you mean "same_vpc"?'),
    "account roles that are missing": (
        HEAD + "dms: {permissions_boundary: none}\n",
        "`account_roles: {vpc: own, cloudwatch_logs: own}`",
    ),
}


@pytest.mark.parametrize("name", HINTS)
def test_what_is_wrong_is_told_what_to_write(name: str) -> None:
    text, words = HINTS[name]
    (found,) = analysed(text).findings
    assert words in found.hint


def test_classiclink_is_refused_and_never_offered() -> None:
    schema = TypeAdapter(Scenario).json_schema()
    assert "classiclink" not in schema["enum"]
    (found,) = analysed(database(scenario="wormhole")).findings
    assert "classiclink" not in found.message + found.hint


@pytest.mark.parametrize("name", TAKEN)
def test_what_has_the_right_form_is_taken(name: str) -> None:
    analysis = analysed(TAKEN[name])
    assert in_full(analysis.findings) == []
    assert analysis.root is not None


def test_the_principal_of_secrets_has_the_suffix_that_the_spec_says() -> None:
    analysis = analysed(dms("service_suffix: amazonaws.com.cn\n", instances(main=MAIN), endpoints(endpoint())))
    assert analysis.root is not None
    trusts = {
        resource.address: resource.assume_role_policy.statements[0].principals[0].values  # type: ignore[attr-defined]
        for module in analysis.root.modules
        for resource in module.resources
        if resource.type == "aws_iam_role"
    }
    assert trusts["aws_iam_role.orders__secret"] == ("dms.eu-west-1.amazonaws.com.cn",)
    assert trusts["aws_iam_role.account__vpc"] == ("dms.amazonaws.com.cn",)


def test_in_govcloud_every_arn_is_of_that_partition() -> None:
    head = HEAD.replace("eu-west-1", "us-gov-west-1")
    lake = store(engine="s3", direction="target", bucket="x-lake", validation="true")
    analysis = analysed(dms(endpoints(lake), head=head, roles="{vpc: own, cloudwatch_logs: own}"))
    assert analysis.root is not None
    arns = {
        parse(text)
        for module in analysis.root.modules
        for resource in module.resources
        if resource.type == "aws_iam_role_policy"
        for statement in resource.policy.statements  # type: ignore[attr-defined]
        for text in statement.resources
    }
    assert {each.partition for each in arns if each} == {"aws-us-gov"}
