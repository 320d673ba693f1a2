"""Writes specs of database migrations: any number of them, always the same for the same number.

Usage: python benchmarks/migrations.py 80 spec.yaml

A migration is a database with its secret, a bucket with its own KMS key, and a replication instance between them.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: us-west-1}
"""

DMS = """\
dms:
  permissions_boundary: none
  account_roles: {vpc: reference, cloudwatch_logs: reference}
"""

INSTANCE = """\
    main_{number:04}:
      security_group: replication_{number:04}
      https_anywhere: The addresses of S3 and Secrets Manager change
"""

ENDPOINTS = """\
    shop_{number:04}:
      description: Orders of shop {number}
      replication_instance: main_{number:04}
      engine: {engine}
      direction: source
      scenario: same_vpc
      security_group: shop_{number:04}
      ssl_mode: {ssl_mode}
      certificate: "{{var:database_ca_certificate_arn}}"
      secret: {secret}
    lake_{number:04}:
      description: Their history
      replication_instance: main_{number:04}
      engine: s3
      direction: target
      bucket: "{{stem}}-lake-{number}"
      target_key: lake_{number:04}
"""

CREDENTIALS = "arn:aws:secretsmanager:us-west-1:123456789012:secret:prod/shop-{number}/dms-a1B2c3"

KMS = """\
kms:
  external_principals: [arn:aws:iam::123456789012:role/Admin]
"""

KEY = """\
    {name}_{number:04}:
      purpose: {purpose}
      administrators: [arn:aws:iam::123456789012:role/Admin]
"""

GROUPS = """\
    replication_{number:04}:
      vpc: vpc-0123456789abcdef0
      description: Replication instance of shop {number}
    shop_{number:04}:
      id: sg-0a1b2c3d{number:09x}
      ingress:
        - {{from: 10.8.0.0/24, engine: {engine}, description: Administrators of databases}}
"""

EVERY = 10
"""One migration in so many has a secret under a key of its own."""


class Source(NamedTuple):
    """What is moved: an engine, and how far it can be held to check certificates."""

    engine: str
    ssl_mode: str


SOURCES = (
    Source("postgres", "verify-full"),
    Source("mysql", "verify-full"),
    Source("mariadb", "verify-ca"),
    Source("oracle", "verify-ca"),
    Source("sqlserver", "verify-full"),
)
TARGETS = ("", "      folder: orders\n", "      validation: true\n")
"""What a target says besides."""


def spec(migrations: int) -> str:
    """Return a spec of so many migrations, as YAML."""
    kinds = list(product(SOURCES, TARGETS))

    def each(entry: Callable[[int, Source, str], str]) -> Iterator[str]:
        for number in range(migrations):
            yield entry(number, *kinds[number % len(kinds)])

    parts = {
        DMS + "  replication_instances:\n": each(lambda number, *_: INSTANCE.format(number=number)),
        "  endpoints:\n": each(_endpoints),
        KMS + "  keys:\n": each(lambda number, *_: _keys(number)),
        "network:\n  security_groups:\n": each(
            lambda number, source, _: GROUPS.format(number=number, engine=source.engine)
        ),
    }
    return HEAD + "".join(head + "".join(entries) for head, entries in parts.items())


def _endpoints(number: int, source: Source, target: str) -> str:
    secret = CREDENTIALS.format(number=number)
    if _has_own_key(number):
        secret = f'{{arn: "{secret}", kms_key: secret_{number:04}}}'
    return ENDPOINTS.format(number=number, secret=secret, **source._asdict()) + target


def _keys(number: int) -> str:
    keys = KEY.format(name="lake", number=number, purpose="s3_target")
    if _has_own_key(number):
        keys += KEY.format(name="secret", number=number, purpose="secrets_manager")
    return keys


def _has_own_key(number: int) -> bool:
    return number % EVERY == EVERY - 1


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(spec(int(sys.argv[1])), encoding="utf-8")
