"""The `network:` part of the spec."""

from landbridge.spec.base import Model


class Network(Model):
    """Security groups, their rules and VPC endpoints."""
