"""How a KMS key is used, in words that both halves of a permission share: the key's policy and the identity's."""

from collections.abc import Iterable

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.aws.partitions import dns_suffix
from landbridge.policy.document import Condition

DECRYPT = ("kms:Decrypt", "kms:DescribeKey")
CRYPTO = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
"""What users of a symmetric key do.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-users
"""

FOR_AWS = Condition("Bool", "kms:GrantIsForAWSResource", ("true",))
"""A grant is for an AWS service that works for the caller, and for nobody else."""


def through(identity: Identity, services: Iterable[str]) -> Condition:
    """The request comes through one of these services of the own region.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    """
    suffix = dns_suffix(identity.partition)
    hosts = tuple(arn.regional_host(identity, service, suffix) for service in services)
    return Condition("StringEquals", "kms:ViaService", hosts)
