"""Labels of Terraform blocks, made from the spec's keys."""

import re


def label(key: str, *rest: str) -> str:
    """A resource's label: the spec's key, then what it is of that key, after two underscores.

    Keys hold single underscores only, so two keys never meet in one label.
    """
    return "__".join((key, *(re.sub(r"[^A-Za-z0-9_]", "_", part) for part in rest)))
