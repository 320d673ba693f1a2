"""Fixtures of the tests with the real terraform; loaded by tests/conftest.py, so every room can use them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terraform.harness.lab import Lab, find_terraform
from tests.workplace import lacking

_ABSENT = (
    "terraform is not on the PATH. Install Terraform 1.5 or newer "
    "(https://developer.hashicorp.com/terraform/install), or run `make test-fast`."
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses terraform, so that none can forget it."""
    for item in items:
        if "terraform" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.terraform)


@pytest.fixture(scope="session")
def terraform() -> Path:
    """The terraform executable. Without one: a skip on a workplace, a failure where proof is demanded."""
    found = find_terraform()
    if found is None:
        lacking(_ABSENT, "LANDBRIDGE_REQUIRE_TERRAFORM")
    return found


@pytest.fixture(scope="session")
def session_lab(terraform: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The laboratory of this session; tests ask for `lab`."""
    lab = Lab(terraform, tmp_path_factory.mktemp("lab"))
    yield lab
    lab.close()


@pytest.fixture
def lab(session_lab: Lab) -> Lab:
    """Terraform, the provider, and AWS accounts that are empty at the start of the test."""
    session_lab.reset()
    return session_lab
