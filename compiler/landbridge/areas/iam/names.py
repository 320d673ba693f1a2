"""Labels of users and policies, and the sections of the spec that become roles."""

import hashlib
import re

ROLE_SECTIONS = ("service_roles", "assumable_roles", "cross_account_roles", "federated_roles")


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
