"""The environment that terraform and the provider run in: nothing of the user's, nothing that reaches AWS."""

import os
from collections.abc import Mapping
from pathlib import Path

_FIXED = {
    "CHECKPOINT_DISABLE": "1",
    "TF_IN_AUTOMATION": "1",
    "TF_INPUT": "0",
    # The collector has nothing worth collecting in commands that live for seconds: a third less CPU time.
    "GOGC": "off",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def environment(
    cli_config: Path, endpoint: str | None = None, inherited: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Make the environment of a command.

    The user's own TF_* and AWS_* variables are left out: a credential would be real, a profile could point
    anywhere, and AWS_CA_BUNDLE alone makes the provider refuse to start in debug mode.

    Args:
        cli_config: the Terraform CLI configuration file to use.
        endpoint: URL that stands for all of AWS; without one nothing can be reached.
        inherited: the environment to start from.
    """
    kept = {name: value for name, value in inherited.items() if not name.startswith(("TF_", "AWS_"))}
    return kept | _FIXED | {"TF_CLI_CONFIG_FILE": str(cli_config), "AWS_ENDPOINT_URL": endpoint or "http://127.0.0.1:9"}
