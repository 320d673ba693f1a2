"""What lowering reports."""

from tests.areas.cases import Bad, Good
from tests.areas.dms.specs import (
    KMS,
    MAIN,
    MARK,
    NETWORK,
    OUT,
    SECRET,
    database,
    dms,
    endpoint,
    endpoints,
    instances,
    replication,
    store,
)
from tests.specs import HEAD

BAD = (
    Bad(
        "LB104",
        '"other" is no replication instance',
        database(value="replication_instance", replication_instance="other"),
    ),
    Bad("LB104", '"elsewhere" is no security group', database(value="security_group", security_group="elsewhere")),
    Bad(
        "LB104",
        '"nat" is no security group',
        database(
            value="bridge",
            bridge="nat",
            scenario="vpn",
            security_group=None,
            cidrs="[172.16.0.0/24]",
            owner="them",
            instance=replication("cidrs: [10.0.0.0/24]"),
        ),
    ),
    Bad(
        "LB104",
        '"nat" is no security group',
        database(
            bridge="{security_group: §nat, kind: proxy, addresses: [10.0.9.7]}",
            scenario="vpn",
            security_group=None,
            cidrs="[172.16.0.0/24]",
            owner="them",
        ),
    ),
    Bad(
        "LB104",
        '"asm" is no security group',
        database(
            engine="oracle",
            ssl_mode="verify-ca",
            certificate='"{var:ca}"',
            asm_secret=SECRET,
            value="asm_security_group",
            asm_security_group="asm",
        ),
    ),
    Bad(
        "LB104",
        '"nobody" is no security group',
        dms(instances(main=f"{{security_group: §nobody, {OUT}}}"), endpoints(endpoint())),
    ),
    Bad("LB104", '"gone" is no key', database(secret=f"{{arn: '{SECRET}', kms_key: §gone}}")),
    Bad("LB104", '"gone" is no key', database(value="kms_key", kms_key="gone")),
    Bad(
        "LB104",
        '"gone" is no key',
        dms(endpoints(store(engine="s3", direction="target", bucket="x-lake", target_key="§gone"))),
    ),
    Bad("LB104", '"guard" is no policy', dms(boundary="§guard")),
    Bad(
        "LB105",
        "unknown placeholder",
        dms(
            "assessment_buckets:\n  pre: {bucket: x, name: '{stem}'}\n",
            endpoints(endpoint(secret="§'arn:{partition}:secretsmanager:{region}:{account_id}:secret:{stam}-a1B2c3'")),
            instances(main=MAIN),
        ),
        also=("LB232", "LB242"),
    ),
    Bad(
        "LB201",
        "which permissions boundary",
        f"{HEAD}{MARK}dms:\n  account_roles: {{vpc: own, cloudwatch_logs: own}}\n",
    ),
    Bad("LB202", "could mean either", dms(instances(main=MAIN), endpoints(endpoint("vpc", mark="vpc")))),
    Bad("LB203", 'endpoint orders has "password"', database(mark="password", password="hunter2", secret=None)),
    Bad("LB203", 'endpoint orders has "Sasl_Passwd"', database(mark="Sasl_Passwd", Sasl_Passwd="hunter2")),
    Bad("LB203", 'endpoint orders has "server_name"', database(mark="server_name", server_name="[db.example.com]")),
    Bad("LB203", 'the part dms has "password"', dms("§password: hunter2\n", rest="")),
    Bad(
        "LB203",
        'replication instance main has "password"',
        database(instance=replication("§password: hunter2")),
    ),
    Bad("LB203", 'secret of endpoint orders has "password"', database(secret="{§password: hunter2}")),
    Bad(
        "LB203",
        'secret of endpoint orders has "password"',
        database(secret=f"{{arn: '{SECRET}', §password: hunter2}}"),
    ),
    Bad("LB204", "secret of endpoint orders wants the ARN", database(mark="secret", secret="hunter2")),
    Bad(
        "LB204",
        "asm_secret of endpoint orders wants the ARN",
        database(
            engine="oracle",
            ssl_mode="verify-ca",
            certificate='"{var:ca}"',
            mark="asm_secret",
            asm_secret="{arn: hunter2}",
        ),
    ),
)

_ALL = dms(
    instances(main=replication("kms_key: storage")),
    endpoints(endpoint(secret=f"{{arn: '{SECRET}', kms_key: '{{key:credentials}}'}}", replication_instance="main")),
    rest=NETWORK + KMS,
)
GOOD = (
    *(Good(rule, _ALL) for rule in ("LB104", "LB202", "LB203", "LB204")),
    Good("LB105", database(secret="'arn:{partition}:secretsmanager:{region}:{account_id}:secret:x-a1B2c3'")),
    Good("LB201", dms(boundary="", rest="security: {permissions_boundary: keep}\n")),
    Good("LB204", database(secret='"{ssm:/orders/secret}"')),
)
