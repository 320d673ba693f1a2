"""The `kms:` part of the spec."""

from landbridge.spec.base import Model


class Kms(Model):
    """KMS keys, their policies and aliases."""
