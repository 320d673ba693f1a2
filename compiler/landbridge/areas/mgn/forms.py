"""The forms of keys, names and days in the `mgn:` part."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from landbridge.areas.forms import KEY_ARN, no_alias
from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import form, wrong

DEFAULT_KEY = "default"
_WANTED = "default, a key of kms.keys, or the ARN of a KMS key (…:key/…)"


def _no_word_of_the_api(value: Any) -> Any:
    """Say what to do with the API's word for a key of one's own, which in lower case would be read as a key's name."""
    if isinstance(value, str) and value.lower() == "custom" != value:
        raise wrong(_WANTED, "CUSTOM is what MGN's API calls a key of your own: write which one it is")
    return value


EbsKey = Annotated[
    str,
    form(
        rf"^(default|[a-z][a-z0-9]*(_[a-z0-9]+)*|{KEY_ARN}|{OUTSIDE})$",
        "default, a key of kms.keys, or the ARN of a KMS key (…:key/…), or {var:NAME} or {ssm:/NAME}",
        max_length=2048,
    ),
    no_alias(_WANTED),
    BeforeValidator(_no_word_of_the_api),
]
"""What encrypts volumes: a KMS key, or the one that EBS takes by default in the region."""
InstanceType = Annotated[str, form(r"^[a-z0-9-]+\.[a-z0-9-]+$", "an instance type such as t3.small", max_length=64)]
Day = Annotated[str, form(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a day such as 2026-12-31", max_length=10)]
