"""Forms that the attributes of many types have."""

from landbridge.estate.values import Form

POLICY: dict[str, Form] = {"policy": "policy"}
TAGS: dict[str, Form] = {"tags": "map"}


def plain(*names: str) -> dict[str, Form]:
    """Attributes that are one text, number or truth value each."""
    return dict.fromkeys(names, "scalar")


def sets(*names: str) -> dict[str, Form]:
    """Attributes that are sets of texts."""
    return dict.fromkeys(names, "set")
