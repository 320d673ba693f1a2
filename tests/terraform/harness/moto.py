"""A stand-in for AWS: moto in server mode, one server per AWS account."""

import http.client
import os
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.examples import CHECKOUT
from tests.terraform.harness.background import Background


class Moto:
    """One AWS account on a free port of the loopback interface.

    A server each, because moto takes the account from its environment; a request cannot choose it.

    Args:
        account_id: the account's twelve digits.
        log: the file for what the server prints.
    """

    def __init__(self, account_id: str, log: Path) -> None:
        self.account_id = account_id
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
        environ |= {"MOTO_ACCOUNT_ID": account_id, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
        command = [sys.executable, "-m", "tests.terraform.harness.server", "-H", "127.0.0.1", "-p", "0"]
        ready = r"Running on http://127\.0\.0\.1:(\d+)"
        self._server = Background(command, environ, ready, log, folder=CHECKOUT)
        self._port = int(self._server.match[1])

    @property
    def endpoint(self) -> str:
        """The URL that stands for all of AWS."""
        return f"http://127.0.0.1:{self._port}"

    def client(self, service: str, region: str = "us-east-1") -> Any:
        """Make a boto3 client of the account; its region decides the partition too."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(proxies={}, retries={"max_attempts": 1}),
        )

    def reset(self) -> None:
        """Empty the account. The policies that AWS manages stay."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("POST", "/moto-api/reset")
            answer = connection.getresponse()
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(f"moto could not be reset: {answer.status} {answer.read()!r}")
        finally:
            connection.close()

    def stop(self) -> None:
        """End the server."""
        self._server.stop()
