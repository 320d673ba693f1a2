"""The key of volumes in the staging area."""

from landbridge.areas.mgn.forms import DEFAULT_KEY
from landbridge.areas.mgn.spec import StagingArea
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath

PATH: SpecPath = ("mgn", "staging_area", "ebs_encryption")
"""Where it stands; it may be written as text alone."""


def own_key(staging: StagingArea) -> str | None:
    """The key of `kms.keys` that encrypts volumes; None for the default one, an ARN, or a value from outside."""
    text = staging.ebs_encryption.key
    return None if text == DEFAULT_KEY or text.startswith("arn:") or outside(text) else text


def key_arn(scope: Scope, staging: StagingArea) -> str | None:
    """The ARN of the key; None for the default one, and for one that the spec does not have, which lowering reports."""
    text = staging.ebs_encryption.key
    if text == DEFAULT_KEY:
        return None
    own = own_key(staging)
    return scope.expand(text, PATH) if own is None else scope.references.get(f"key:{own}")
