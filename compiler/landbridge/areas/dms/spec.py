"""The `dms:` part of the spec."""

from landbridge.spec.base import Model


class Dms(Model):
    """Roles, secrets access and operators of AWS DMS."""
