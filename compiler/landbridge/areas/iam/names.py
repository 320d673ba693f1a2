"""Labels of the IAM module and the sections of the spec that become roles."""

import hashlib
import re

ROLE_SECTIONS = ("service_roles", "assumable_roles", "cross_account_roles", "federated_roles")


def label(key: str, *rest: str) -> str:
    """A resource's label: the spec's key, then what it is of that key, after two underscores.

    Keys hold single underscores only, so two keys never meet in one label.
    """
    return "__".join((key, *(re.sub(r"[^A-Za-z0-9_]", "_", part) for part in rest)))


def user_label(user: str) -> str:
    """A label for a user name. Different names get different labels, and no label depends on who else is there.

    jane.doe → jane_doe; jane_doe → jane__doe; anything else keeps its letters and gets a hash.
    """
    if re.fullmatch(r"[a-z][a-z0-9]*(\.[a-z0-9]+)*", user):
        return user.replace(".", "_")
    if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", user):
        return user.replace("_", "__")
    digest = hashlib.sha256(user.lower().encode()).hexdigest()[:8]
    return "user_" + re.sub(r"[^a-z0-9]+", "_", user.lower()).strip("_") + "___" + digest


def policy_word(name_or_arn: str) -> str:
    """The part of a managed policy's name or ARN that people know it by."""
    return name_or_arn.rpartition("/")[2] if name_or_arn.startswith("arn:") else name_or_arn
